package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bank accounts and crypto wallets: told by their check digits, found without any word beside
/// them. The accounts are the examples of the SWIFT registry.
class AccountsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GB29NWBK60161331926819",
        "GB29 NWBK 6016 1331 9268 19",
        "DE89370400440532013000",
        "FR1420041010050500013M02606",
        "FR14 2004 1010 0505 0001 3M02 606",
        "ES9121000418450200051332",
        "IT60X0542811101000000123456",
        "NL91ABNA0417164300",
        "NL91-ABNA-0417-1643-00",
        "CH9300762011623852957",
        "AT611904300234573201",
        "BE68539007547034",
        "NO9386011117947",
        "SE4550000000058398257466",
        "DK5000400440116243",
        "FI2112345600000785",
        "PL61109010140000071219812874",
        "PT50000201231234567890154",
        "IE29AIBK93115212345678",
        "LU280019400644750000",
        "SA0380000000608010167519",
        "AE070331234567890123456",
        "BR1800360305000010009795493C1",
        "MT84MALT011000012345MTLCAST001S",
        "TR330006100519786457841326",
        "HU42117730161111101800000000",
        "CZ6508000000192000145399",
        "RO49AAAA1B31007593840000",
        "GR1601101250000000012300695",
        "IL620108000000099999999",
        "de89370400440532013000",
        "gb29 nwbk 6016 1331 9268 19",
        "DE89 37040044 0532013000",
        "DE 89 3704 0044 0532 0130 00",
        "GB29.NWBK.6016.1331.9268.19",
        "nl91-abna-0417-1643-00"
      })
  void anAccountOfAnyCountryIsFound(String iban) {
    assertThat(Texts.values("Pay to " + iban + ".")).containsExactly("iban " + iban);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a digit is wrong           | DE89370400440532013001",
        "two digits changed places  | DE89370400440532010300",
        "one digit is missing       | DE8937040044053201300",
        "one digit is too many      | DE893704004405320130000",
        "no such country            | XX89370400440532013000",
        "the structure is another's  | DE41ABCD0044053201300A",
        "small and large are mixed  | dE89370400440532013000",
        "it is part of a longer word| aDE89370400440532013000",
        "it is part of a token      | key-DE89370400440532013000-9"
      })
  void whatIsAlmostAnAccountIsNone(String why, String text) {
    if (!text.startsWith("key-")) {
      assertThat(Texts.kinds(text)).as(why).doesNotContain("iban");
    } else {
      assertThat(Texts.kinds("X_" + text)).as(why).doesNotContain("iban");
    }
  }

  @Test
  void anAccountEndsWhereItsCountrySaysAndNotWithTheLine() {
    assertThat(Texts.values("DE89 3704 0044 0532 0130 00 BIC COBADEFF"))
        .containsExactly("iban DE89 3704 0044 0532 0130 00");
    assertThat(Texts.values("DE89370400440532013000,GB29NWBK60161331926819"))
        .containsExactly("iban DE89370400440532013000", "iban GB29NWBK60161331926819");
  }

  /// The first is the address of Bitcoin's first block; the witness addresses are of BIP 173 and
  /// 350.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0xde709f2102306220921060314715629080e2fb77"
      })
  void aWalletIsFoundByItsForm(String wallet) {
    assertThat(Texts.values("send it to " + wallet)).containsExactly("crypto_wallet " + wallet);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one letter is another      | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "base 58 has no 0           | 1A1zP1eP5QGefi2DMPTfTL5SLmv7Div0Na",
        "one letter is another      | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "bech32 has no b            | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3tb",
        "the wrong network          | tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "a hash has 64 digits       |"
            + " 0x52908400098527886E0F7030069857D2E4169EE752908400098527886E0F7030",
        "39 digits                  | 0x52908400098527886E0F7030069857D2E4169EE",
        "g is no hex digit          | 0xg2908400098527886E0F7030069857D2E4169EE7"
      })
  void whatIsAlmostAWalletIsNone(String why, String text) {
    assertThat(Texts.kinds("send it to " + text)).as(why).doesNotContain("crypto_wallet");
  }
}
