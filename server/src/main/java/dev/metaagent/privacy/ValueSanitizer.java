package dev.metaagent.privacy;

import com.google.protobuf.ByteString;
import dev.metaagent.kernel.RepositoryUrl;
import dev.metaagent.privacy.detect.DataClass;
import dev.metaagent.privacy.detect.Pseudonyms;
import dev.metaagent.privacy.detect.Secrets;
import dev.metaagent.privacy.detect.Treatment;
import dev.metaagent.privacy.detect.text.Vocabulary;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Cleans attributes and their nested values by the privacy policy. Every method returns the same
/// object if nothing changes. Not thread-safe.
final class ValueSanitizer {

  static final PrivacyPolicy.Field NONE = new PrivacyPolicy.Field(null, 0, false);

  private static final String REPOSITORY = "vcs.repository.url.full";
  private static final int NAME_LENGTH = 80;

  /// fewer make no number of a person
  private static final int DIGITS = 8;

  private final PrivacyPolicy policy;
  private final TextCleaner cleaner;

  ValueSanitizer(PrivacyPolicy policy, TextCleaner cleaner) {
    this.policy = policy;
    this.cleaner = cleaner;
  }

  /// The cleaned attributes; null if none changes.
  @SuppressWarnings("ReferenceEquality")
  @Nullable List<KeyValue> attributes(List<KeyValue> attributes) {
    List<KeyValue> changed = null;
    for (int i = 0; i < attributes.size(); i++) {
      KeyValue attribute = attributes.get(i);
      KeyValue kept = attribute(attribute);
      if (kept != attribute && changed == null) {
        changed = new ArrayList<>(attributes.subList(0, i));
      }
      if (changed != null && kept != null) {
        changed.add(kept);
      }
    }
    return changed;
  }

  @Nullable KeyValue attribute(KeyValue sent) {
    KeyValue attribute = sent.getKey().equals(REPOSITORY) ? withoutCredentials(sent) : sent;
    if (attribute.getKey().equals(OutcomeKeyCleaner.ATTRIBUTE)) {
      return attribute.toBuilder()
          .setValue(OutcomeKeyCleaner.clean(policy, cleaner, attribute.getValue()))
          .build();
    }
    PrivacyPolicy.Field field = policy.field(attribute.getKey());
    Treatment treatment = field.treatment();
    if (treatment == null) {
      return pair(attribute, field, 0);
    }
    return switch (treatment) {
      case KEEP -> attribute;
      case DROP -> null;
      case REDACT, HASH -> whole(attribute, treatment);
    };
  }

  /// The address of a repository never holds credentials, whatever a policy keeps.
  private static KeyValue withoutCredentials(KeyValue attribute) {
    AnyValue value = attribute.getValue();
    String kept = value.hasStringValue() ? RepositoryUrl.of(value.getStringValue()) : null;
    return value.hasStringValue() && value.getStringValue().equals(kept)
        ? attribute
        : attribute.toBuilder()
            .setValue(AnyValue.newBuilder().setStringValue(kept == null ? "" : kept))
            .build();
  }

  private KeyValue whole(KeyValue attribute, Treatment treatment) {
    AnyValue value = attribute.getValue();
    String text = value.hasStringValue() ? value.getStringValue() : value.toString();
    String replaced =
        treatment == Treatment.REDACT
            ? Pseudonyms.redacted("ATTRIBUTE")
            : policy.pseudonyms().of("ATTRIBUTE", text);
    boolean before = value.hasStringValue() && replacedBefore(text);
    return before
        ? attribute
        : attribute.toBuilder().setValue(AnyValue.newBuilder().setStringValue(replaced)).build();
  }

  private static boolean replacedBefore(String text) {
    int length = text.length();
    return length < 64
        && text.startsWith("<")
        && Pseudonyms.end(text.toCharArray(), length, 0) == length;
  }

  @SuppressWarnings("ReferenceEquality")
  private KeyValue pair(KeyValue pair, PrivacyPolicy.Field field, int depth) {
    AnyValue value = value(pair.getValue(), field, depth);
    boolean talkingKey = depth > 0 || !ordinary(pair.getKey());
    String key = talkingKey ? cleaner.clean(pair.getKey(), 0) : pair.getKey();
    return value == pair.getValue() && key.equals(pair.getKey())
        ? pair
        : pair.toBuilder().setKey(key).setValue(value).build();
  }

  /// Whether a key is written as conventions write them: it holds no value that a program made a
  /// key of.
  private static boolean ordinary(String key) {
    int digits = 0;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      digits += c >= '0' && c <= '9' ? 1 : 0;
      if (c != '.' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return digits < DIGITS;
  }

  AnyValue value(AnyValue value, PrivacyPolicy.Field field, int depth) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> {
        String text = value.getStringValue();
        String clean = string(text, field);
        yield clean.equals(text) ? value : AnyValue.newBuilder().setStringValue(clean).build();
      }
      case ARRAY_VALUE -> {
        List<AnyValue> values =
            each(value.getArrayValue().getValuesList(), one -> value(one, field, depth + 1));
        yield values == null
            ? value
            : AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addAllValues(values))
                .build();
      }
      case KVLIST_VALUE -> {
        List<KeyValue> pairs =
            each(
                value.getKvlistValue().getValuesList(),
                pair -> pair(pair, policy.field(pair.getKey()), depth + 1));
        yield pairs == null
            ? value
            : AnyValue.newBuilder()
                .setKvlistValue(KeyValueList.newBuilder().addAllValues(pairs))
                .build();
      }
      case BYTES_VALUE -> bytes(value, field);
      case BOOL_VALUE, INT_VALUE, DOUBLE_VALUE, STRING_VALUE_STRINDEX, VALUE_NOT_SET -> value;
    };
  }

  private String string(String text, PrivacyPolicy.Field field) {
    if (field.name() && named(text)) {
      return replacedBefore(text) ? text : cleaner.whole(DataClass.PERSON_NAME, text);
    }
    String clean = cleaner.clean(text, field.said());
    boolean secret = (field.said() & (Vocabulary.PASSWORD | Vocabulary.KEY)) != 0;
    return secret && clean.equals(text) && secret(text, field)
        ? cleaner.whole(
            (field.said() & Vocabulary.PASSWORD) != 0 ? DataClass.PASSWORD : DataClass.API_KEY,
            text)
        : clean;
  }

  private static boolean named(String text) {
    char first = text.isEmpty() ? '{' : text.charAt(0);
    return text.length() <= NAME_LENGTH
        && first != '{'
        && first != '['
        && text.indexOf('\n') < 0
        && text.codePoints().anyMatch(Character::isLetter);
  }

  /// Whether the value of an attribute that is called after a secret looks like one.
  private static boolean secret(String text, PrivacyPolicy.Field field) {
    char[] value = text.toCharArray();
    boolean plain = value.length >= 3 && text.indexOf(' ') < 0 && text.indexOf('<') < 0;
    if (!plain || Secrets.placeholder(value, 0, value.length)) {
      return false;
    }
    return (field.said() & Vocabulary.PASSWORD) != 0
        ? value.length >= 6
        : value.length >= 16 && Secrets.random(value, 0, value.length);
  }

  /// Bytes that are text are treated as text; others cannot be searched and are replaced by a
  /// description.
  private AnyValue bytes(AnyValue value, PrivacyPolicy.Field field) {
    ByteString bytes = value.getBytesValue();
    String text = decoded(bytes.asReadOnlyByteBuffer());
    if (text == null) {
      return AnyValue.newBuilder().setStringValue(bytes.size() + " bytes").build();
    }
    String clean = string(text, field);
    return clean.equals(text)
        ? value
        : AnyValue.newBuilder().setBytesValue(ByteString.copyFromUtf8(clean)).build();
  }

  private static @Nullable String decoded(ByteBuffer bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      boolean binary = text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
      return binary ? null : text;
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// The list with what changed; null where nothing did.
  @SuppressWarnings("ReferenceEquality")
  static <T> @Nullable List<T> each(List<T> all, UnaryOperator<T> change) {
    List<T> changed = null;
    for (int i = 0; i < all.size(); i++) {
      T one = all.get(i);
      T other = change.apply(one);
      if (other != one && changed == null) {
        changed = new ArrayList<>(all.subList(0, i));
      }
      if (changed != null) {
        changed.add(other);
      }
    }
    return changed;
  }
}
