package dev.metaagent.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;

/// Protobuf messages of any type, made by its descriptors from a seed: fields left out, repeated,
/// nested, and filled with values at which code breaks.
public final class RandomMessages {

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "\uD83D\uDE00\uFFFF\u200B",
          "{",
          "{}",
          "[]",
          "\"\"",
          "null",
          "{\"a\":\"\\u0000\\ud800\",\"\\u0000\":1}",
          "[{\"role\":\"user\",\"content\":\"\\u0000\"}]",
          "[[[[[[[[[[[[[[[[",
          ".",
          "..",
          "_",
          "-1",
          "1e999",
          "9".repeat(40),
          "gen_ai.request.model",
          "gen_ai.usage.input_tokens",
          "gen_ai.operation.name",
          "gen_ai.input.messages",
          "llm.input_messages.0.message.role",
          "llm.input_messages.-1.",
          "metadata",
          "metaagent.attr.",
          "metaagent.learnings",
          "session.id",
          "password",
          "https://user:secret@host/%zz?a=%00",
          "x".repeat(3_000));

  private static final List<Long> NUMBERS =
      List.of(0L, 1L, -1L, 7L, (long) Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);

  private static final List<Double> DECIMALS =
      List.of(0d, -0d, 1.5, Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, 1e-320);

  private static final int[] SIZES = {0, 1, 8, 15, 16, 17};

  private final Random random;

  public RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  /// A message of the type of a prototype, with at most this many messages inside each other.
  @SuppressWarnings("unchecked")
  public <M extends Message> M like(M prototype, int deepest) {
    return (M) message(prototype.newBuilderForType(), deepest).build();
  }

  private Message.Builder message(Message.Builder message, int deepest) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if ((nested && deepest == 0) || random.nextInt(5) == 0) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = random.nextInt(4); i > 0; i--) {
          message.addRepeatedField(field, value(message, field, deepest));
        }
      } else if (field.getContainingOneof() == null || random.nextInt(3) == 0) {
        message.setField(field, value(message, field, deepest));
      }
    }
    return message;
  }

  private Object value(Message.Builder in, FieldDescriptor field, int deepest) {
    return switch (field.getJavaType()) {
      case STRING -> one(TEXTS);
      case LONG -> one(NUMBERS);
      case INT -> one(NUMBERS).intValue();
      case DOUBLE -> one(DECIMALS);
      case FLOAT -> one(DECIMALS).floatValue();
      case BOOLEAN -> random.nextBoolean();
      case ENUM -> one(field.getEnumType().getValues());
      case BYTE_STRING -> bytes();
      case MESSAGE -> message(in.newBuilderForField(field), deepest - 1).build();
    };
  }

  private ByteString bytes() {
    byte[] bytes = new byte[SIZES[random.nextInt(SIZES.length)]];
    if (random.nextInt(4) > 0) {
      random.nextBytes(bytes);
    }
    return ByteString.copyFrom(bytes);
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
