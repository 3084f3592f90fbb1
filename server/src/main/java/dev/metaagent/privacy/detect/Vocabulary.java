package dev.metaagent.privacy.detect;

import java.util.List;

/// What words say about the value beside them: the word before a number, or the name of a field.
public final class Vocabulary {

  static final int PHONE = 1;

  /// words that speak of a number to call without naming it
  static final int CALL = 1 << 1;

  static final int CARD = 1 << 2;
  static final int SSN = 1 << 3;
  static final int NATIONAL = 1 << 4;
  static final int PASSPORT = 1 << 5;
  static final int LICENCE = 1 << 6;
  static final int IP = 1 << 7;
  public static final int VERSION = 1 << 8;

  /// the value identifies things: ids, hashes, counts, times
  public static final int ID = 1 << 9;

  public static final int PASSWORD = 1 << 10;
  public static final int KEY = 1 << 11;
  static final int LABELS = PHONE | CALL | CARD | SSN | NATIONAL | PASSPORT | LICENCE | IP;

  private static final int WINDOW = 48;
  private static final int SIZE = 2048;
  private static final boolean[] SECRET_ENDS = new boolean[1024];
  private static final long[] HASHES = new long[SIZE];
  private static final int[] FLAGS = new int[SIZE];

  static {
    put(
        PHONE,
        """
        phone phones telephone telephones phonenumber telephonenumber tel tels mobile mobiles cell cellphone cellular
        fax telefax landline handset callme textme reachme ringme meat meon messagesto myregistered whatsapp sms msisdn hotline callback office
        telefon telefonnummer telefonnr handy handynummer mobil mobilnummer mobilfunk rufnummer festnetz durchwahl faxnummer
        téléphone telephonique portable mobiles fixe numérotéléphone teléfono telefonos teléfonos móvil movil celular fijo
        telefone telefones telemóvel telemovel celulares telefono cellulare cellulari fisso recapito telefoon telefoonnummer
        mobiel mobielnummer gsm komórka komórkowy komorka puhelin puhelinnumero matkapuhelin telefonnumer mobilnumer telefonu
        mobiltelefon telefonszám telefonní mobilni cep τηλέφωνο κινητό телефон телефона мобильный номер телефону
        电话 手机 電話 携帯 电话号码 手机号 電話番号 携帯電話 전화 휴대폰 전화번호 هاتف الهاتف جوال موبايل फ़ोन मोबाइल טלפון נייד\
        """);
    put(
        CALL,
        """
        call calls called calling dial dialled ring reach text texts contact messages registered number home work
        anrufen ruf rufen erreichbar erreichen anruf appelez appeler appel joindre joignable llamar llame llámame llama
        ligar ligue chiamare chiama chiamami bellen bel zadzwoń dzwonić soita ring ringe nummer numéro número numero\
        """);
    put(
        CARD,
        """
        card cards cardnumber creditcard debitcard credit debit visa mastercard maestro amex cc ccnumber ccnum
        karte kreditkarte kartennummer kreditkartennummer carte tarjeta cartão cartao carta kaart kort karta kortti 卡号 信用卡\
        """);
    put(
        SSN,
        "ssn ssns socialsecurity socialsecuritynumber itin tin taxpayer taxid taxidentification");
    put(
        NATIONAL,
        """
        nationalid identitycard idcard idnumber personalid nationalinsurance nino nhs nhsnumber bsn burgerservicenummer sofi
        steuer steuerid steueridentifikationsnummer steuernummer idnr steuernr ausweis personalausweis taxnumber taxid
        nir insee numérosécu sécu securitesociale sécuritésociale dni nif cif codicefiscale fiscale cpf cnpj
        pesel nip regon aadhaar aadhar pannumber personnummer fødselsnummer fodselsnummer cpr henkilötunnus hetu
        sin tfn taxfile medicare curp rfc kimlik tckn rodné cnp egn oib jmbg amka afm teudat zehut mynumber 身份证 身份證 マイナンバー 주민등록번호
        identity citizen rijksregister nationalregister ahv avs nric sozialversicherungsnummer\
        """);
    put(
        PASSPORT,
        "passport passports passportnumber passportno reisepass passnummer passeport pasaporte"
            + " passaporto passaporte paspoort paszport paszportu 护照 パスポート");
    put(
        LICENCE,
        "driverlicense driverlicence driverslicense driverslicence driverlicensenumber"
            + " drivinglicense drivinglicence slicense slicence dl licence license führerschein"
            + " führerscheinnummer permisdeconduire conduire carnetdeconducir conducir patente"
            + " rijbewijs körkort prawojazdy");
    put(
        IP,
        """
        ip ips ipaddress ipaddr ipv4 ipv6 clientip remoteip remoteaddr address addr host client from peer adresse
        login remote visitor ssh ping gateway proxy forwarded source src destination dst\
        """);
    put(VERSION, "version versions ver release build v sdk sdkversion");
    put(
        ID,
        """
        id ids uuid guid hash sha sha1 sha256 md5 digest checksum fingerprint etag timestamp timestamps ts nano nanos millis
        ms time date at created updated seq sequence index count counts tokens total size length duration latency seed version
        offset cursor revision rev port pid line code status traceid spanid sessionid threadid requestid runid\
        """);
    put(
        PASSWORD,
        """
        password passwords passwd pwd passphrase passcode pass dbpass dbpassword userpassword rootpassword adminpassword
        passwort kennwort motdepasse contraseña contrasena senha wachtwoord hasło lösenord parola пароль 密码 パスワード\
        """);
    put(
        KEY,
        """
        secret secrets secretkey clientsecret appsecret apisecret consumersecret webhooksecret apikey apikeys accesskey
        secretaccesskey privatekey accountkey authkey signingkey signingsecret encryptionkey masterkey servicekey
        servicerolekey sharedkey sharedaccesskey subscriptionkey storagekey appkey clientkey openaikey anthropickey mistralkey
        cohereapikey token authtoken accesstoken refreshtoken bearertoken sessiontoken apitoken bottoken securitytoken
        personaltoken oauthtoken jwttoken hftoken githubtoken gitlabtoken slacktoken npmtoken vaulttoken csrftoken xsrftoken
        deploytoken usertoken pushtoken idtoken authorization auth credential credentials xapikey cookie setcookie
        sharedaccesssignature connectionstring\
        """);
  }

  private Vocabulary() {}

  static final long SEED = 0xCBF29CE484222325L;

  static long hash(long before, char lower) {
    return (before ^ lower) * 0x100000001B3L;
  }

  static long hash(String word) {
    long hash = SEED;
    for (int i = 0; i < word.length(); i++) {
      hash = hash(hash, Letters.lower(word.charAt(i)));
    }
    return hash;
  }

  private static void put(int flag, String words) {
    for (String word : List.of(words.strip().split("\\s+"))) {
      if ((flag & (PASSWORD | KEY)) != 0) {
        SECRET_ENDS[ending(word.charAt(word.length() - 2), word.charAt(word.length() - 1))] = true;
      }
      long hash = hash(word);
      int slot = slot(hash);
      while (HASHES[slot] != 0 && HASHES[slot] != hash) {
        slot = (slot + 1) & (SIZE - 1);
      }
      HASHES[slot] = hash;
      FLAGS[slot] |= flag;
    }
  }

  private static int slot(long hash) {
    return (int) (hash ^ hash >>> 29) & (SIZE - 1);
  }

  private static int flags(long hash) {
    int slot = slot(hash);
    while (HASHES[slot] != 0) {
      if (HASHES[slot] == hash) {
        return FLAGS[slot];
      }
      slot = (slot + 1) & (SIZE - 1);
    }
    return 0;
  }

  /// Two last letters, whatever their case, as a small number.
  static int ending(char second, char last) {
    return (second & 31) << 5 | (last & 31);
  }

  /// Whether a name that ends like this may name a secret: asked for every field, answered at once.
  static boolean secretEnd(int ending) {
    return SECRET_ENDS[ending];
  }

  /// What the words before a place say, alone and in pairs.
  static int before(char[] text, int end) {
    int from = Math.max(0, end - WINDOW);
    while (from > 0 && from < end && Letters.word(text[from - 1]) && Letters.word(text[from])) {
      from++;
    }
    return words(text, from, end);
  }

  /// What the first words after a place say.
  static int after(char[] text, int start, int length) {
    int from = start;
    while (from < length && from < start + 3 && " -,(;".indexOf(text[from]) >= 0) {
      from++;
    }
    int to = from;
    while (to < length && to < from + 16 && Letters.word(text[to])) {
      to++;
    }
    return words(text, from, to) & (PHONE | CALL);
  }

  private static int words(char[] text, int from, int to) {
    int flags = 0;
    long pair = SEED;
    long word = SEED;
    int letters = 0;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (Letters.unspaced(c)) {
        flags |= unspaced(text, from, i);
        pair = SEED;
        word = SEED;
        letters = 0;
      } else if (Letters.word(c) && c != '_') {
        boolean hump =
            letters > 0 && Letters.is(c, Letters.UPPER) && Letters.is(text[i - 1], Letters.LOWER);
        if (hump) {
          flags |= flags(word) | flags(pair);
          pair = word;
          word = SEED;
        }
        char lower = Letters.lower(c);
        word = hash(word, lower);
        pair = hash(pair, lower);
        letters++;
      } else if (letters > 0) {
        flags |= flags(word) | flags(pair);
        pair = word;
        word = SEED;
        letters = 0;
      }
    }
    return letters > 0 ? flags | flags(word) | flags(pair) : flags;
  }

  /// What two to five characters that end here say, in writing without blanks.
  private static int unspaced(char[] text, int from, int last) {
    int flags = 0;
    for (int size = 2; size <= 5 && last - size + 1 >= from; size++) {
      long hash = SEED;
      for (int i = last - size + 1; i <= last; i++) {
        hash = hash(hash, text[i]);
      }
      flags |= flags(hash);
    }
    return flags;
  }

  /// What the name of a field says about its value: labels anywhere in it; that it is an id or a
  /// secret only at its end. An empty name says nothing.
  public static int field(char[] text, int from, int to) {
    if (from == to) {
      return 0;
    }
    int labels = words(text, from, to) & LABELS;
    int last = to - 1;
    while (last > from && !boundary(text, from, last)) {
      last--;
    }
    int ends = (words(text, last, to) & (ID | VERSION | PASSWORD)) | keyAtEnd(text, from, to);
    return labels != 0 && (ends & ID) != 0 ? labels | (ends & ~ID) : labels | ends;
  }

  /// Whether a word begins here.
  private static boolean boundary(char[] text, int from, int at) {
    if (!Letters.word(text[at]) || text[at] == '_') {
      return true;
    }
    if (at == from) {
      return true;
    }
    char before = text[at - 1];
    return !Letters.word(before)
        || before == '_'
        || (Letters.is(text[at], Letters.UPPER) && Letters.is(before, Letters.LOWER));
  }

  /// Whether the last word, or the last two or three as one, name a key or token.
  private static int keyAtEnd(char[] text, int from, int to) {
    int starts = 0;
    int at = to;
    while (at > from && starts < 3) {
      at--;
      if (boundary(text, from, at) && Letters.word(text[at]) && text[at] != '_') {
        starts++;
        long hash = SEED;
        for (int i = at; i < to; i++) {
          if (Letters.word(text[i]) && text[i] != '_') {
            hash = hash(hash, Letters.lower(text[i]));
          }
        }
        int flags = flags(hash) & (KEY | PASSWORD);
        if (flags != 0) {
          return flags;
        }
      }
    }
    return 0;
  }
}
