package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The address of a database keeps no credentials.
class AddressTest {

  @Test
  void userAndPasswordLeaveTheUrl() {
    assertThat(Address.of("jdbc:postgresql://h:5432/db?user=a&password=p%26q&sslmode=require"))
        .isEqualTo(new Address("jdbc:postgresql://h:5432/db?sslmode=require", "a", "p&q"));
    assertThat(Address.of("jdbc:postgresql://h/db?user=a&password=b"))
        .isEqualTo(new Address("jdbc:postgresql://h/db", "a", "b"));
  }

  @Test
  void anAddressWithoutCredentialsStaysAsItIs() {
    assertThat(Address.of("jdbc:postgresql://h/db"))
        .isEqualTo(new Address("jdbc:postgresql://h/db", null, null));
  }
}
