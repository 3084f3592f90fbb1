package dev.metaagent.privacy.detect;

import dev.metaagent.privacy.detect.text.Letters;
import dev.metaagent.privacy.detect.text.Vocabulary;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names of fields that hold the name of a person, however they are written: `customer_name`,
/// `customerName`, `Customer name`.
public final class NameKeys {

  /// Without a choice of the organization.
  public static final List<String> STANDARD =
      Stream.of(
              """
              customer_name client_name user_full_name full_name first_name last_name middle_name given_name family_name
              surname forename maiden_name nickname person_name passenger_name guest_name patient_name cardholder_name
              card_holder cardholder account_holder account_holder_name contact_name recipient_name sender_name
              employee_name buyer_name billing_name shipping_name holder_name applicant_name driver_name student_name
              tenant_full_name enduser_name end_user_name beneficiary_name mother_maiden_name
              vorname nachname familienname geburtsname kundenname ansprechpartner karteninhaber kontoinhaber
              prénom prenom nom_de_famille nom_client nom_complet titulaire
              nombre_completo apellido apellidos nombre_cliente nombre_del_cliente titular
              nome_completo sobrenome nome_cliente cognome nome_e_cognome
              voornaam achternaam klantnaam volledige_naam imię imie nazwisko imię_i_nazwisko etunimi sukunimi
              fornavn etternavn efternavn förnamn fornamn efternamn jméno příjmení
              имя фамилия отчество фио 姓名 氏名 名字 이름 성명\
              """
                  .split("\\s+"))
          .map(name -> name.replace('\n', ' ').strip())
          .toList();

  private static final int SIZE = 1024;
  private final long[] hashes = new long[SIZE];
  private final boolean[] ends = new boolean[1024];
  private final List<String> names;

  public NameKeys(Collection<String> names) {
    this.names = names.stream().distinct().collect(Collectors.toList());
    for (String name : this.names) {
      put(hash(name.toCharArray(), 0, name.length()));
      ends[ending(name.toCharArray(), 0, name.length())] = true;
    }
  }

  public List<String> names() {
    return List.copyOf(names);
  }

  private static int ending(char[] text, int from, int to) {
    char last = text[to - 1];
    return Vocabulary.ending(to - from > 1 ? text[to - 2] : last, last);
  }

  public boolean holds(char[] text, int from, int to) {
    if (!ends[ending(text, from, to)]) {
      return false;
    }
    long hash = hash(text, from, to);
    int slot = slot(hash);
    while (hashes[slot] != 0) {
      if (hashes[slot] == hash) {
        return true;
      }
      slot = (slot + 1) & (SIZE - 1);
    }
    return false;
  }

  private void put(long hash) {
    int slot = slot(hash);
    while (hashes[slot] != 0 && hashes[slot] != hash) {
      slot = (slot + 1) & (SIZE - 1);
    }
    hashes[slot] = hash;
  }

  private static int slot(long hash) {
    return (int) (hash ^ hash >>> 31) & (SIZE - 1);
  }

  /// Only letters and digits count, and case does not.
  private static long hash(char[] text, int from, int to) {
    long hash = Vocabulary.SEED;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (c != '_' && Letters.word(c)) {
        hash = Vocabulary.hash(hash, Letters.lower(c));
      }
    }
    return hash;
  }
}
