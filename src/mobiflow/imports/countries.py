"""Country codes, and the names of countries and nationalities people write for them.

The codes are ISO 3166-1 alpha-2; Kosovo's ``XK`` is the user-assigned code the European
institutions use. The names are those of Europe and of the other countries met most often, in
English and French, with the three-letter code.
"""

from __future__ import annotations

from typing import Final

from mobiflow.imports.vocabulary import fold, vocabulary_of

__all__ = ["COUNTRIES", "NAMES", "country_code"]

_CODE_LIST: Final = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""

_CODES: Final = frozenset(_CODE_LIST.split())

_LINES: Final = """
AD: Andorra, Andorran, Andorre, andorran, andorrane, AND
AL: Albania, Albanian, Albanie, albanais, albanaise, ALB
AM: Armenia, Armenian, Arménie, arménien, arménienne, ARM
AT: Austria, Austrian, Autriche, autrichien, autrichienne, AUT
AZ: Azerbaijan, Azerbaijani, Azerbaïdjan, azerbaïdjanais, azerbaïdjanaise, AZE
BA: Bosnia and Herzegovina, Bosnia, Bosnian, Bosnie-Herzégovine, Bosnie, bosnien, bosnienne, BIH
BE: Belgium, Belgian, Belgique, belge, BEL
BG: Bulgaria, Bulgarian, Bulgarie, bulgare, BGR
BY: Belarus, Belarusian, Biélorussie, Bélarus, biélorusse, BLR
CH: Switzerland, Swiss, Suisse, suissesse, helvétique, CHE
CY: Cyprus, Cypriot, Chypre, chypriote, CYP
CZ: Czechia, Czech Republic, Czech, Tchéquie, République tchèque, tchèque, CZE
DE: Germany, German, Allemagne, allemand, allemande, Deutschland, DEU
DK: Denmark, Danish, Danemark, danois, danoise, DNK
EE: Estonia, Estonian, Estonie, estonien, estonienne, EST
ES: Spain, Spanish, Espagne, espagnol, espagnole, España, ESP
FI: Finland, Finnish, Finlande, finlandais, finlandaise, FIN
FR: France, French, français, française, FRA
GB: United Kingdom, Great Britain, UK, British, Royaume-Uni, Grande-Bretagne, britannique, GBR
GB: England, English, Angleterre, anglais, anglaise, Scotland, Scottish, Écosse, écossais
GB: écossaise, Wales, Welsh, Pays de Galles, gallois, galloise, Northern Ireland, Irlande du Nord
GE: Georgia, Georgian, Géorgie, géorgien, géorgienne, GEO
GR: Greece, Greek, Grèce, grec, grecque, EL, GRC
HR: Croatia, Croatian, Croatie, croate, HRV
HU: Hungary, Hungarian, Hongrie, hongrois, hongroise, HUN
IE: Ireland, Irish, Irlande, irlandais, irlandaise, IRL
IS: Iceland, Icelandic, Islande, islandais, islandaise, ISL
IT: Italy, Italian, Italie, italien, italienne, Italia, ITA
LI: Liechtenstein, Liechtensteiner, liechtensteinois, liechtensteinoise, LIE
LT: Lithuania, Lithuanian, Lituanie, lituanien, lituanienne, LTU
LU: Luxembourg, Luxembourgish, luxembourgeois, luxembourgeoise, Luxemburg, LUX
LV: Latvia, Latvian, Lettonie, letton, lettone, lettonne, LVA
MC: Monaco, Monegasque, monégasque, MCO
MD: Moldova, Moldovan, Moldavie, moldave, MDA
ME: Montenegro, Montenegrin, Monténégro, monténégrin, monténégrine, MNE
MK: North Macedonia, Macedonian, Macédoine du Nord, Macédoine, macédonien, macédonienne, MKD
MT: Malta, Maltese, Malte, maltais, maltaise, MLT
NL: Netherlands, The Netherlands, Dutch, Pays-Bas, néerlandais, néerlandaise, Hollande, NLD
NL: hollandais, hollandaise, Holland, Nederland
NO: Norway, Norwegian, Norvège, norvégien, norvégienne, NOR
PL: Poland, Polish, Pologne, polonais, polonaise, POL
PT: Portugal, Portuguese, portugais, portugaise, PRT
RO: Romania, Romanian, Roumanie, roumain, roumaine, ROU
RS: Serbia, Serbian, Serbie, serbe, SRB
RU: Russia, Russian, Russian Federation, Russie, Fédération de Russie, russe, RUS
SE: Sweden, Swedish, Suède, suédois, suédoise, SWE
SI: Slovenia, Slovenian, Slovene, Slovénie, slovène, SVN
SK: Slovakia, Slovak, Slovaquie, slovaque, SVK
SM: San Marino, Sammarinese, Saint-Marin, saint-marinais, saint-marinaise, SMR
TR: Türkiye, Turkey, Turkish, Turquie, turc, turque, TUR
UA: Ukraine, Ukrainian, ukrainien, ukrainienne, UKR
VA: Vatican City, Vatican, Holy See, Saint-Siège, VAT
XK: Kosovo, Kosovar, Kosovan, kosovar, kosovare, XKX
AF: Afghanistan, Afghan, afghan, afghane, AFG
BD: Bangladesh, Bangladeshi, bangladais, bangladaise, BGD
BF: Burkina Faso, Burkinabe, burkinabè, burkinabé, BFA
BJ: Benin, Beninese, Bénin, béninois, béninoise, BEN
BR: Brazil, Brazilian, Brésil, brésilien, brésilienne, BRA
CA: Canada, Canadian, canadien, canadienne, CAN
CD: Democratic Republic of the Congo, République démocratique du Congo, RDC, DRC, COD
CI: Ivory Coast, Ivorian, Côte d'Ivoire, ivoirien, ivoirienne, CIV
CM: Cameroon, Cameroonian, Cameroun, camerounais, camerounaise, CMR
CN: China, Chinese, Chine, chinois, chinoise, CHN
CO: Colombia, Colombian, Colombie, colombien, colombienne, COL
DZ: Algeria, Algerian, Algérie, algérien, algérienne, DZA
EG: Egypt, Egyptian, Égypte, égyptien, égyptienne, EGY
GN: Guinea, Guinean, Guinée, guinéen, guinéenne, GIN
HT: Haiti, Haitian, Haïti, haïtien, haïtienne, HTI
IN: India, Indian, Inde, indien, indienne, IND
JP: Japan, Japanese, Japon, japonais, japonaise, JPN
KM: Comoros, Comorian, Comores, comorien, comorienne, COM
LB: Lebanon, Lebanese, Liban, libanais, libanaise, LBN
LK: Sri Lanka, Sri Lankan, sri-lankais, sri-lankaise, LKA
MA: Morocco, Moroccan, Maroc, marocain, marocaine, MAR
MG: Madagascar, Malagasy, malgache, MDG
ML: Mali, Malian, malien, malienne, MLI
MU: Mauritius, Mauritian, Île Maurice, Maurice, mauricien, mauricienne, MUS
PK: Pakistan, Pakistani, pakistanais, pakistanaise, PAK
SN: Senegal, Senegalese, Sénégal, sénégalais, sénégalaise, SEN
SY: Syria, Syrian, Syrie, syrien, syrienne, SYR
TN: Tunisia, Tunisian, Tunisie, tunisien, tunisienne, TUN
US: United States, United States of America, USA, American, États-Unis, américain, américaine
VN: Vietnam, Viet Nam, Vietnamese, Viêt Nam, vietnamien, vietnamienne, VNM
"""


def _named(lines: str) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for line in lines.strip().splitlines():
        code, _, spellings = line.partition(": ")
        names[code] = (*names.get(code, ()), *spellings.split(", "))
    return names


NAMES: Final = _named(_LINES)
"""For each code, what people write instead of it."""

COUNTRIES: Final = vocabulary_of(NAMES)


def country_code(text: str) -> str | None:
    """The code of a country or nationality, ``None`` when the text is neither.

    >>> country_code("Française")
    'FR'
    """
    code = fold(text).upper()
    return code if code in _CODES else COUNTRIES.meaning(text)
