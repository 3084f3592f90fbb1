package dev.metaagent.privacy.detect.text;

import java.util.Map;

/// The words that {@link Vocabulary} knows, by what they say. A word that is two in a text, like
/// `social security`, is written as one.
final class Wordlists {

  private Wordlists() {}

  static Map<Integer, String> all() {
    return Map.ofEntries(
        Map.entry(Vocabulary.PHONE, PHONE),
        Map.entry(Vocabulary.CALL, CALL),
        Map.entry(Vocabulary.CARD, CARD),
        Map.entry(Vocabulary.SSN, SSN),
        Map.entry(Vocabulary.NATIONAL, NATIONAL),
        Map.entry(Vocabulary.PASSPORT, PASSPORT),
        Map.entry(Vocabulary.LICENCE, LICENCE),
        Map.entry(Vocabulary.IP, IP),
        Map.entry(Vocabulary.VERSION, VERSION),
        Map.entry(Vocabulary.ID, ID),
        Map.entry(Vocabulary.PASSWORD, PASSWORD),
        Map.entry(Vocabulary.KEY, KEY),
        Map.entry(Vocabulary.DIAL, DIAL),
        Map.entry(Vocabulary.THING, THING),
        Map.entry(Vocabulary.STREET, STREET));
  }

  private static final String PHONE =
      """
      phone phones telephone telephones phonenumber telephonenumber tel tels mobile mobiles cell cellphone cellular
      fax telefax landline handset whatsapp sms msisdn hotline callback office telefon telefonnummer telefonnr handy
      handynummer mobil mobilnummer mobilfunk rufnummer festnetz durchwahl faxnummer téléphone telephonique portable
      fixe numérotéléphone teléfono telefonos teléfonos móvil movil celular fijo telefone telefones telemóvel
      telemovel celulares telefono cellulare cellulari fisso recapito telefoon telefoonnummer mobiel mobielnummer gsm
      komórka komórkowy komorka puhelin puhelinnumero matkapuhelin telefonnumer mobilnumer telefonu mobiltelefon
      telefonszám telefonní mobilni cep τηλέφωνο κινητό телефон телефона мобильный номер телефону 电话 手机 電話 携帯 电话号码 手机号
      電話番号 携帯電話 전화 휴대폰 전화번호 هاتف الهاتف جوال موبايل फ़ोन मोबाइल טלפון נייד helpline landlines cellphones answerphone
      voicemail switchboard tél tlf tlfn telf fono fonos faxes telefonszáma rückruf rückrufnummer festnetznummer
      mobilfunknummer privatnummer servicenummer telefonisch mynumber hisnumber hernumber yournumber ournumber
      theirnumber contactnumber cellnumber worknumber homenumber officenumber daytimenumber numbertocall
      registerednumber directdial directline myregistered messagesto meinenummer unsernummer monnuméro minúmero
      meunúmero ilmionumero numéroduportable portables téléphones fixes móviles telefoneer telefoni mobila mobilus
      gsmno telefonnál telefonja telpon nomor hp điện thoại โทร เบอร์ टेलीफोन ফোন\
      """;

  private static final String CALL =
      """
      messages registered number numbers home work numéro número numero nummer contact desk reception
      numer номер\
      """;

  private static final String CARD =
      """
      card cards cardnumber creditcard debitcard credit debit visa mastercard maestro amex cc ccnumber ccnum karte
      kreditkarte kartennummer kreditkartennummer carte tarjeta cartão cartao carta kaart kort karta kortti 卡号 信用卡\
      """;

  private static final String SSN =
      """
      ssn ssns socialsecurity socialsecuritynumber itin tin taxpayer taxid taxidentification\
      """;

  private static final String NATIONAL =
      """
      nationalid identitycard idcard idnumber personalid nationalinsurance nino nhs nhsnumber bsn burgerservicenummer
      sofi steuer steuerid steueridentifikationsnummer steuernummer idnr steuernr ausweis personalausweis taxnumber
      taxid nir insee numérosécu sécu securitesociale sécuritésociale dni nif cif codicefiscale fiscale cpf cnpj pesel
      nip regon aadhaar aadhar pannumber personnummer fødselsnummer fodselsnummer cpr henkilötunnus hetu sin tfn
      taxfile medicare curp rfc kimlik tckn rodné cnp egn oib jmbg amka afm teudat zehut 身份证 身份證 マイナンバー
      주민등록번호 identity citizen rijksregister nationalregister ahv avs nric sozialversicherungsnummer\
      """;

  private static final String PASSPORT =
      """
      passport passports passportnumber passportno reisepass passnummer passeport pasaporte passaporto passaporte
      paspoort paszport paszportu 护照 パスポート\
      """;

  private static final String LICENCE =
      """
      driverlicense driverlicence driverslicense driverslicence driverlicensenumber drivinglicense drivinglicence
      slicense slicence dl licence license führerschein führerscheinnummer permisdeconduire conduire carnetdeconducir
      conducir patente rijbewijs körkort prawojazdy\
      """;

  private static final String IP =
      """
      ip ips ipaddress ipaddr ipv4 ipv6 clientip remoteip remoteaddr address addr host client from peer adresse login
      remote visitor ssh ping gateway proxy forwarded source src destination dst\
      """;

  private static final String VERSION =
      """
      version versions ver release build v sdk sdkversion\
      """;

  private static final String ID =
      """
      id ids uuid guid hash sha sha1 sha256 md5 digest checksum fingerprint etag timestamp timestamps ts nano nanos
      millis ms time date at created updated seq sequence index count counts tokens total size length duration latency
      seed version offset cursor revision rev port pid line code status traceid spanid sessionid threadid requestid
      runid\
      """;

  private static final String PASSWORD =
      """
      password passwords passwd pwd passphrase passcode pass dbpass dbpassword userpassword rootpassword adminpassword
      passwort kennwort motdepasse contraseña contrasena senha wachtwoord hasło lösenord parola пароль 密码 パスワード
      pgpassword\
      """;

  private static final String KEY =
      """
      secret secrets secretkey clientsecret appsecret apisecret consumersecret webhooksecret apikey apikeys accesskey
      secretaccesskey privatekey accountkey authkey signingkey signingsecret encryptionkey masterkey servicekey
      servicerolekey sharedkey sharedaccesskey subscriptionkey storagekey appkey clientkey openaikey anthropickey
      mistralkey cohereapikey token authtoken accesstoken refreshtoken bearertoken sessiontoken apitoken bottoken
      securitytoken personaltoken oauthtoken jwttoken hftoken githubtoken gitlabtoken slacktoken npmtoken vaulttoken
      csrftoken xsrftoken deploytoken usertoken pushtoken idtoken authorization auth credential credentials xapikey
      cookie setcookie sharedaccesssignature connectionstring\
      """;

  private static final String DIAL =
      """
      call calls called calling dial dialled ring reach text texts anrufen ruf rufen erreichbar erreichen anruf
      appelez appeler appel joindre joignable llamar llame llámame llama ligar ligue chiamare chiama chiamami bellen
      bel zadzwoń dzwonić soita ringe answering answered ringing rang phoned phoning dialing dialling
      reached reaching texted texting contacting contacted zurückrufen rückrufen durchrufen klingeln telefonieren
      rappeler rappelez rappel contacter contactez téléphoner téléphonez composer composez contactar contacte
      contáctenos llámenos llámanos llamarnos llamada marcar marque ligue-nos telefonare contattare chiamateci
      contattateci opbellen terugbellen dzwoń zavolejte volejte позвоните звоните звонить sună sunați soittaa hívjon
      arayın\
      """;

  private static final String THING =
      """
      order orders ordernumber invoice invoices ticket tickets tracking parcel parcels shipment isbn issn ean upc gtin
      asin sku imei iccid serial vin ref refs reference references case claim policy contract batch lot item items
      product products part parts model models booking reservation confirmation flight room transaction transactions
      receipt purchase po article articles patent doi arxiv pmid bestellung bestellnummer rechnung rechnungsnummer
      auftrag auftragsnummer kundennummer vertragsnummer sendung sendungsnummer aktenzeichen artikel artikelnummer
      seriennummer vorgang vorgangsnummer beleg buchung kontonummer konto blz commande facture dossier référence colis
      réservation pedido factura referencia envío reserva expediente ordine fattura spedizione bestelling factuur
      zamówienie faktura beställning id ids uuid guid hash checksum digest sha md5 build version versions revision
      commit ver account accounts acct compte cuenta conto routing sort aba bic swift zip plz postcode postal
      coordinates coordinate lat lon lng latitude longitude gps port pid epoch timestamp timestamps unix population
      revenue total sum amount price salary budget score hits rows row count seed index offset bytes tokens lines
      pages page chapter section error errors code status exit exception customerid customernumber customerno
      employeeid studentid memberid deviceid sessionid tool function api llm rpc method address addresses located
      lives lived street restaurant delivered deliver ship shipped anschrift adresse adresses dirección\
      """;

  private static final String STREET =
      """
      street st road rd lane ln drive dr boulevard blvd avenue ave court ct square terrace highway hwy suite apt
      straße strasse str weg platz gasse allee ring rue quai chemin impasse via viale piazza corso calle plaza paseo
      camino rua travessa avenida ulica ul aleja plac gade vej gatan vägen vegen gata katu tie kuja tér út utca\
      """;
}
