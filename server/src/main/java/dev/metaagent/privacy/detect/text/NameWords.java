package dev.metaagent.privacy.detect.text;

/// Words that look like names of people and often are none.
final class NameWords {

  /// Words of the language, places, products and days that are names too.
  static final String COMMON =
      """
      ada add agent alexa alma alpha among android angel angular ann anon apache apollo april arch arenas aria arrow art arts
      ash aspen atlas auburn aud august aurora austin autumn avery azure bail ball bard bare bass bay bean beat beer bell berg
      best beta bill bing bird bishop bit black blank blaze blessing block blue bond book boss boston brad branch brandy bright
      brooklyn brook brown buck bud cal can cap car carry case cash castle celery chad chance chain chai chase chef chelsea
      cherry chi chip christian church claude clay clear clerk cliff close cloud cody cole colon columbia comet company constant
      cook cooper copper coral cortana cross crystal cyan cypress daisy dakota dale dallas dart dash data date dawn day deal
      dean dear deb deep del dell delta denver desert dev diamond dick die dif dim dina django doc docker doctor dom don door
      dot dove drake drew drop duke dusty eagle early earth east easter ebony echo eden edge edit elastic elder ell elm else ember emerald
      emit end ender engel english essence eta ever express fair faith falcon fall fan fancy fed fee fern field fields fire fisher fit
      flask fleet flint floor flora florence flow font foot ford forest forge forget fox frank frankie freely french fresh
      friday friend front funk galaxy game gates gem gemini gene general genesis georgia gill ginger glass glen glory go
      gold golden good google goto grab grace gradle grand grant grape graph gray green greet grey grok grove guard gulf guy hail
      hall ham hand handler handy happy harbor hardy harm harmony harry hart haven hawk hazel heath heather held hell hello
      help hence herb hero high hill holder holiday holland holly honey hood hook hope horn house houston how hunt hunter ice ida
      imani india indigo ink iris iron island israel ivory ivy jack jackson jade jan jasmine jasper java jay jazz jenkins jet
      jewel job joke jones jordan journey joy judge jul july jun june junior junk jupiter just justice kafka kana keen kent kenya key
      killer kind king kingston kit knight kong kotlin lady lake lama lamb lambda lance land lane lang lark lauren laurel lavender law
      leaf lean lee lemon len less let lex lexus liberty lie lies light lily lima lin lincoln line link linux lisp list little live
      llama lock logan london lone long lord lot lotus love lou low lucky lux lynx lyric mac mace mach made madison magic magna
      main maj major mali mall malta man mango many map maple mar marble march marina marine mark marker market marks marlin mars marsh marshal martial
      mason master mat math maven max may maya mead media meg melody memo memphis men mercury mercy merit merry meta metro miami midnight mile
      miles mill mills min mine mini mint minor miracle misty mistral mobile mode monday montana moon moor more moss mother mount
      must nan nano nash nation native nelson neo neptune net nevada new news nice night nil nina noble noel nokia noon north nova nov
      now oak oasis ocean oct octave odd old olive omega opal opera oracle orange orchid org orion orlando otter oz pace page pages
      palm palmer pan panama para paris park parker parks parts pat patience patron paul peace peach pearl peer penny pepper per perl
      peru phoenix pilgrim pilot pine ping pink piper pippin pixel pla plan plato please pleasant poe polar pole pool poole pop pope poppy port post
      potter power prague prairie presley press price pride primrose prince princess prior promise prosper puma purple purl push
      python quail queen quest quinn rabbit rails rain rainbow ram ramsey rand ranger ransom raven ray read reader real reason rebel red redis
      reed reef reese regal regina remington render reo repo rex rhodes rich rick ridge riley ring rio rip river rivers road robin rock rocky
      rod roll roma roman romance rome room root roots rory rose rosemary rosetta row royal ruby rules russia rust rusty ryder sad
      sage sailor saint sales sally salt salvador sam san sand sandy santiago sat saturn saul savannah scala scarlet science scott sea
      seal sean self sentry sep series server seven sha shade shadow shale sharp shay she shell sheriff shine shiny ship shop short
      shore sierra silver sim simple sin singer siri sir sissy site skip sky slate sloan small smart smith snow sol solar sole soleil
      solid solo son song sonic sonnet soon sophia south spain sparrow spark sparks spike spirit spring spruce square stack star starr start stat state steel
      stella step sterling still stock stone storm stormy story straw street strong success such sugar sum summer sun sunday
      sunny sunshine sure swan sweet swift sydney sylvan sys tab table tag tan tango tate teal team tell temple tender term terra tesla
      test texas than thai the thing think thor thorn tide tiger tilde till timber time tiny tip titan toby today token tom
      top topaz tor toronto tower town trace track trail trey trinity trip troy tru true trust tuesday tulip turk turner
      twin tyler ukraine uma uni union unique unknown unnamed urban usa user val valencia valid valley van vegas venus ver
      vera verity verona versa vesper vest vic vick victor victoria vida vienna viking village violet virgin virginia virtue vista viva
      vol volta von vue wade wales walker wall walls war ward warner washington watch water waters watson wave way weaver web week weeks well wells were
      west wheat wheeler white wide wild will willow wilson wind winner winter wise wish wolf wood woods word work world worth wren
      wright xena yahoo yale yarn yen yes york young yuan zen zephyr zeta zion zoo
      afghan american argentinian australian austrian baby belgian brazilian british bulgarian canadian chilean chinese colombian
      croatian cuban czech dane danish dutch egyptian english filipino finn finnish german greek hungarian indian iranian iraqi irish israeli
      italian jamaican japanese korean latin lebanese mexican moroccan nigerian norwegian pakistani persian peruvian polish portuguese
      romanian russian scottish serbian slovak somali spanish swede swedish swiss syrian thai tunisian turkish ukrainian welsh
      los las san santa saint angeles diego jose antonio haag coles tripoli madrid bergen bremen dresden essen hanover lausanne lucerne
      africa alabama alaska albania algeria america angola arabia argentina arizona arkansas armenia asia athens australia
      austria bahama baltimore bangkok barcelona beijing belgium berlin bern birmingham bolivia brazil bristol britain
      budapest bulgaria cairo california cambridge cameroon canada carolina charlotte chester chicago chile china cleveland
      cologne colombia colorado congo cork croatia cuba cyprus damascus delaware delhi denmark detroit dublin durham ecuador egypt england
      estonia ethiopia europe finland florida france frankfurt geneva genoa germany ghana gibraltar glasgow greece greenland guinea haiti hamburg havana hawaii
      honduras hungary iceland idaho illinois indiana indonesia iowa iran iraq ireland istanbul italy jamaica japan jersey jerusalem
      kansas karachi kentucky korea kuwait lagos lancaster lebanon leeds liberia libya lisbon liverpool louisiana
      luxembourg lyon madrid maine malawi malaysia manchester manila maryland massachusetts mauritius mecca melbourne mexico michigan milan
      minnesota mississippi missouri monaco mongolia morocco moscow mumbai munich naples nebraska nepal netherlands nicaragua niger nigeria
      norway nottingham odessa ohio oklahoma oman ontario oregon oslo ottawa oxford pakistan palestine paraguay pennsylvania
      philadelphia philippines poland porto portugal qatar quebec rwanda samoa senegal serbia seoul seville shanghai sheffield singapore
      slovakia slovenia somalia stockholm sudan suez sweden switzerland syria taiwan tallinn tanzania tasmania tennessee thailand tibet togo tokyo
      tonga tunis tunisia turin turkey uganda uruguay utah valletta vancouver venezuela venice vermont vietnam warsaw wellington
      wisconsin wyoming yemen york yorkshire zambia zurich\
      """;

  /// Words of organizations, streets, titles of things and offices: what stands beside them is no
  /// person.
  static final String THINGS =
      """
      ltd limited inc incorporated corp corporation llc llp plc gmbh ag kg ohg sarl sas spa srl bv nv ab oy oyj asa aps co company
      companies group holding holdings bank banks university college school academy institute hospital clinic church museum gallery library
      foundation association society union federation ministry department office agency council committee commission partners
      associates sons brothers bros enterprises industries systems solutions services technologies technology software labs studio
      studios records entertainment pictures productions motors airlines airways airport station hotel restaurant cafe bar shop store
      stores market markets supermarket supermarkets mall center centre club team orchestra band festival concert theatre theater stadium park gardens garden
      street st str road rd avenue ave lane ln drive dr boulevard blvd court ct square sq place plaza terrace highway hwy way
      suite apt apartment floor room building tower bridge river lake mount mountain island islands bay beach valley hills creek county
      city town village state province district region country republic kingdom north south east west
      alley bypass camp canyon cape causeway circle cliffs common corner cove crescent crest crossing dam divide estate estates
      expressway extension falls ferry flat flats forge fork fort freeway gateway greens groves harbor heights hollow inlet isle junction keys knoll
      lakes landing lights lodge loop manor meadow meadows mews mill mission motorway neck orchard oval overpass parkway pass passage path pike
      plain plains points ports ranch rapids ridges route run shoals shores skyway springs spur squares stream streets summit throughway
      trafficway tunnel turnpike underpass viaduct view views villages ville walk ways
      research consulting acquisition sachs stanley airways mutual pharma pharmaceuticals energy oil gas electric foods logistics
      straße strasse weg platz gasse allee rue quai via viale piazza calle rua avenida ulica vej gade gatan vägen katu tie kuja tér utca tee
      agent agents bot assistant model api server client database cluster pipeline workflow service tool tools function class
      framework protocol project product products plan award prize law act theorem equation effect syndrome disease test
      method algorithm format language version edition series game song album novel book film movie show magazine journal news
      times post daily press media radio tv channel network insurance financial capital finance trust fund investment investments
      international global national royal federal united american european asian african british
      customer customers user users sir madam support manager hiring everyone everybody somebody anyone someone world folks colleague
      colleagues reader readers applicant candidate recipient subscriber member members
      january february march april may june july august september october november december
      monday tuesday wednesday thursday friday saturday sunday
      i you he she it we they the a an and or but if when where what who why how this that these those there here not no yes
      please thank thanks sorry hello hi dear hey good great sure okay ok well also just let can could would should will do does did
      is are was were be been have has had my your his her our their its me him us them one two three first last new old
      at in on of to for with from by as into over under after before between about than then so because while during until\
      """;

  private NameWords() {}
}
