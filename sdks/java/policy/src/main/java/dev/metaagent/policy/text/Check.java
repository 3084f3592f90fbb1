package dev.metaagent.policy.text;

/// What a found value must pass besides its pattern.
enum Check {
  NONE {
    @Override
    boolean holds(String found) {
      return true;
    }
  },

  /// 13 to 19 digits with the check digit of cards (ISO/IEC 7812-1).
  LUHN {
    @Override
    boolean holds(String found) {
      int sum = 0;
      int digits = 0;
      for (int i = found.length() - 1; i >= 0; i--) {
        int digit = found.charAt(i) - '0';
        if (digit >= 0 && digit <= 9) {
          int weighted = digits++ % 2 == 0 ? digit : digit * 2;
          sum += weighted > 9 ? weighted - 9 : weighted;
        }
      }
      return digits >= 13 && digits <= 19 && sum % 10 == 0;
    }
  },

  /// A bank account with its check digits (ISO 13616).
  IBAN {
    @Override
    boolean holds(String found) {
      String account = found.replace(" ", "");
      String moved = account.substring(4) + account.substring(0, 4);
      int remainder = 0;
      for (int i = 0; i < moved.length(); i++) {
        int value = Character.digit(moved.charAt(i), 36);
        remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
      }
      return remainder == 1;
    }
  };

  abstract boolean holds(String found);
}
