package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses of machines and of mailboxes.
class NetworksAndMailTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.7",
        "192.168.178.20",
        "2001:db8::1",
        "2001:db8:85a3::8a2e:370:7334",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "fe80::1ff:fe23:4567:890a",
        "fd12:3456:789a::1"
      })
  void anAddressOfAMachineIsFound(String address) {
    assertThat(Texts.values("request of " + address + " refused"))
        .containsExactly("ip_address " + address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client 10.0.0.5          | ip_address 10.0.0.5",
        "http://10.0.0.5/x        | ip_address 10.0.0.5",
        "10.0.0.5:8080            | ip_address 10.0.0.5",
        "{\"ip\":\"10.1.2.3\"}    | ip_address 10.1.2.3",
        "[2001:db8::1]:443        | ip_address 2001:db8::1",
        "203.0.113.7/24           | ip_address 203.0.113.7"
      })
  void smallNumbersAreAnAddressWhereSomethingSaysSo(String text, String found) {
    assertThat(Texts.values(text)).containsExactly(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3.4",
        "version 203.0.113.7",
        "Chrome/203.0.113.7",
        "lib==203.0.113.7",
        "127.0.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "203.0.113.256",
        "203.0.113",
        "203.0.113.7.9",
        "203.0.1134.7",
        "::1",
        "12:34:56",
        "std::vector",
        "2001:db8:::1",
        "2001::db8::1",
        "12345:db8::1",
        "2001:db8::12345",
        "10:20:30:40:50:60:70:80:90",
        "dead:beef"
      })
  void versionsTimesAndLocalAddressesStay(String text) {
    assertThat(Texts.kinds("at " + text + " x").stream().filter("ip_address"::equals)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00:1A:2B:3C:4D:5E    | true",
        "00-1a-2b-3c-4d-5e    | true",
        "00:1A:2B:3C:4D       | false",
        "00:1A:2B:3C:4D:5E:6F | false",
        "00:1A-2B:3C-4D:5E    | false",
        "00:1G:2B:3C:4D:5E    | false",
        "000:1A:2B:3C:4D:5E   | false",
        "00:1A:2B:3C:4D:5Ex   | false"
      })
  void aHardwareAddressHasSixPairs(String text, boolean found) {
    assertThat(Texts.kinds("device " + text + " seen").contains("mac_address")).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@x.example",
        "Ada.Lovelace+work@mail.x.example",
        "o'hara@x.example",
        "a_b-c@sub-domain.example.org",
        "1234@x.example",
        "jürgen@müller.example",
        "ada@xn--mller-kva.example",
        "ada@x.xn--p1ai"
      })
  void aMailboxIsFoundInASentence(String address) {
    assertThat(Texts.values("Write to " + address + ", please."))
        .containsExactly("email " + address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<ada@x.example>                  | ada@x.example",
        "mailto:ada@x.example?subject=Hi  | ada@x.example",
        "(ada@x.example)                  | ada@x.example",
        "\"to\":\"ada@x.example\"         | ada@x.example",
        "ada@x.example.                   | ada@x.example",
        "ada@x.example/home               | ada@x.example",
        "...ada@x.example                 | ada@x.example",
        "ada@x.example:5432               | ada@x.example",
        "write ada%40x.example            | ada%40x.example"
      })
  void whatStandsAroundAMailboxStays(String text, String address) {
    assertThat(Texts.values(text)).containsExactly("email " + address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@ada",
        "ada@",
        "ada@localhost",
        "ada@x.1",
        "ada@ x.example",
        "ada @x.example",
        "icon@2x.png",
        "icon@2x.webp",
        "react@18.2.0",
        "git@github.com:org/repo.git",
        "@angular/core",
        "ada@.example",
        "ada@x..example",
        "ada@x.abcdefghijklmnopqrstuvwxy",
        "user@host_name.example_"
      })
  void whatIsAlmostAMailboxIsNone(String text) {
    assertThat(Texts.kinds(text)).isEmpty();
  }
}
