package dev.metaagent.privacy.detect;

import java.util.Arrays;

/// What was found in one text, in order and without overlap; what is found later wins where two
/// overlap.
public final class Findings {

  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int[] kinds = new int[16];
  private int size;

  void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public int start(int index) {
    return starts[index];
  }

  public int end(int index) {
    return ends[index];
  }

  /// The ordinal of a class, or of a pattern of the organization after the last class.
  public int kind(int index) {
    return kinds[index];
  }

  void add(DataClass kind, int start, int end) {
    add(kind.index(), start, end);
  }

  void add(int kind, int start, int end) {
    while (size > 0 && ends[size - 1] > start && starts[size - 1] < end) {
      size--;
    }
    if (size > 0 && starts[size - 1] >= end) {
      insert(kind, start, end);
      return;
    }
    grow();
    set(size++, kind, start, end);
  }

  /// Adds matches of one kind, which come in order; those that overlap what was found before are
  /// left out.
  public void merge(int kind, int[] from, int[] to, int count) {
    Findings before = new Findings();
    before.starts = Arrays.copyOf(starts, Math.max(1, size));
    before.ends = Arrays.copyOf(ends, Math.max(1, size));
    before.kinds = Arrays.copyOf(kinds, Math.max(1, size));
    before.size = size;
    size = 0;
    int at = 0;
    for (int i = 0; i < count; i++) {
      while (at < before.size && before.ends[at] <= from[i]) {
        append(before.kinds[at], before.starts[at], before.ends[at]);
        at++;
      }
      if (at == before.size || before.starts[at] >= to[i]) {
        append(kind, from[i], to[i]);
      }
    }
    for (; at < before.size; at++) {
      append(before.kinds[at], before.starts[at], before.ends[at]);
    }
  }

  private void append(int kind, int start, int end) {
    grow();
    set(size++, kind, start, end);
  }

  private void insert(int kind, int start, int end) {
    int at = 0;
    while (at < size && starts[at] < start) {
      at++;
    }
    grow();
    System.arraycopy(starts, at, starts, at + 1, size - at);
    System.arraycopy(ends, at, ends, at + 1, size - at);
    System.arraycopy(kinds, at, kinds, at + 1, size - at);
    size++;
    set(at, kind, start, end);
  }

  private void set(int at, int kind, int start, int end) {
    starts[at] = start;
    ends[at] = end;
    kinds[at] = kind;
  }

  private void grow() {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
    }
  }
}
