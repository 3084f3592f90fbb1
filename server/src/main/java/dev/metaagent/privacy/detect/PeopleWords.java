package dev.metaagent.privacy.detect;

import java.util.Set;

/// The words around names of people by which {@link People} finds them.
final class PeopleWords {

  private PeopleWords() {}

  /// Titles before a name.
  static final Set<String> TITLES =
      Set.of(
          "mr",
          "mrs",
          "ms",
          "miss",
          "mister",
          "dr",
          "prof",
          "professor",
          "herr",
          "herrn",
          "frau",
          "monsieur",
          "madame",
          "mme",
          "mlle",
          "señor",
          "señora",
          "señorita",
          "sr",
          "sra",
          "signor",
          "signora",
          "rev",
          "capt",
          "sgt",
          "senhor",
          "senhora",
          "mevrouw",
          "meneer",
          "pan",
          "pani",
          "doctor");

  /// Words of `my name is`, in several languages.
  static final Set<String> NAMED =
      Set.of(
          "named",
          "called",
          "nicknamed",
          "née",
          "heiße",
          "heisse",
          "llamo",
          "appelle",
          "chiamo",
          "nazywam",
          "heet");

  /// Words that greet.
  static final Set<String> GREETINGS =
      Set.of(
          "dear",
          "hi",
          "hello",
          "hey",
          "hallo",
          "liebe",
          "lieber",
          "cher",
          "chère",
          "estimado",
          "estimada",
          "querido",
          "querida",
          "hola",
          "bonjour",
          "ciao",
          "beste",
          "hej");

  /// Words that close a letter.
  static final Set<String> CLOSINGS =
      Set.of(
          "regards",
          "sincerely",
          "cheers",
          "thanks",
          "wishes",
          "signed",
          "grüße",
          "grüßen",
          "cordialement",
          "saludos",
          "atentamente",
          "groeten",
          "faithfully",
          "truly");

  /// Verbs and prepositions that people follow.
  static final Set<String> LIKELY =
      Set.of(
          "by",
          "says",
          "said",
          "say",
          "asked",
          "told",
          "with",
          "from",
          "contact",
          "contacted",
          "am",
          "i'm",
          "under",
          "add",
          "to",
          "met",
          "author",
          "attn",
          "cc",
          "owner",
          "employee",
          "customer",
          "patient",
          "passenger",
          "guest",
          "client",
          "user",
          "speaker",
          "director",
          "ceo",
          "manager",
          "mother",
          "father",
          "husband",
          "wife",
          "son",
          "daughter",
          "friend",
          "brother",
          "sister",
          "colleague",
          "boss",
          "kid",
          "for",
          "von",
          "mit",
          "par",
          "avec",
          "con",
          "por",
          "early",
          "was",
          "is",
          "ex");

  /// What follows a family name.
  static final Set<String> SUFFIXES =
      Set.of("Jr", "Sr", "II", "III", "IV", "V", "MD", "PhD", "DDS", "DVM", "Esq", "OBE", "CBE");

  /// Words in small letters within a family name.
  static final Set<String> PARTICLES =
      Set.of(
          "de", "van", "von", "der", "den", "da", "dos", "das", "del", "della", "di", "la", "le",
          "du", "bin", "ibn", "al", "el", "ter", "ten", "zu", "af", "av");
}
