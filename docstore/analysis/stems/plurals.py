"""Stemmers that take no more than plurals: French and Spanish."""

from __future__ import annotations

from docstore.analysis.word_set import word_set


def minimal_french(term: str) -> str:
    """``FrenchMinimalStemmer``, after Jacques Savoy.

    >>> [minimal_french(term) for term in ("chevaux", "chanteuses", "barons", "baronnes")]
    ['cheval', 'chanteus', 'baron', 'baron']
    """
    if len(term) < 6:
        return term
    if term[-1] == "x":
        return term[:-2] + "l" if term[-3:-1] == "au" else term[:-1]
    for letter in "sreé":
        term = term.removesuffix(letter)
    return term[:-1] if term[-1] == term[-2] and term[-1].isalpha() else term


_ACCENTS = str.maketrans("àáâäòóôöèéêëùúûüìíîï", "aaaaooooeeeeuuuuiiii")
_INVARIANT = word_set(
    "abrebotellas abrecartas abrelatas afueras albatros albricias aledaños alexis aries alicates analisis andurriales antitesis añicos "
    "apendicitis apocalipsis arcoiris bilis boletus boris brindis cactus canutas caries cascanueces cascarrabias ciempies cifosis "
    "cortaplumas corpus cosmos cosquillas creces crisis cuatrocientas cuatrocientos cuelgacapas cuentacuentos cuentapasos cumpleaños "
    "doscientas doscientos dosis enseres entonces esponsales estatus exequias fauces forceps fotosintesis gafas gafotas gargaras gris "
    "honorarios ictus jueves lapsus lavacoches lavaplatos limpiabotas lunes maitines martes mondadientes novecientas novecientos "
    "nupcias ochocientas ochocientos pais paris parabrisas paracaidas parachoques paraguas pararrayos pisapapeles piscis portaaviones "
    "portamaletas portamantas quinientas quinientos quitamanchas recogepelotas rictus rompeolas sacacorchos sacapuntas saltamontes "
    "salvavidas seis seiscientas seiscientos setecientas setecientos sintesis tenis tifus trabalenguas vacaciones venus versus viacrucis "
    "virus viveres volandas"
)
_SPECIAL = word_set("yoes noes sies clubes faralaes albalaes itemes albumes sandwiches relojes bojes contrarreloj carcajes")
_VOWELS = frozenset("aeiou")


def spanish_plural(term: str) -> str:
    """``SpanishPluralStemmer``.

    >>> [spanish_plural(term) for term in ("voces", "amores", "leyes", "casas", "jueves", "parques", "clubes")]
    ['voz', 'amor', 'ley', 'casa', 'jueves', 'parque', 'club']
    """
    if len(term) < 4:
        return term
    term = term.translate(_ACCENTS)
    if term in _INVARIANT:
        return term
    if term in _SPECIAL:
        return term[:-2]
    return _without_s(term) if term[-1] == "s" else term


def _without_s(term: str) -> str:
    fourth, third, second = term[-4], term[-3], term[-2]
    if second not in _VOWELS or fourth == "q" or (fourth == "g" and third == "u" and second in "ie"):
        return term[:-1]
    if second == "e" and ((fourth in _VOWELS and third in "rdlnx") or third in "yus" or (fourth in "ulrtn" and third == "i")):
        return term[:-2]
    if second == "i" and (third in _VOWELS or third == "d"):
        return term[:-2] + "y"
    return term[:-3] + "z" if second == "e" and third == "c" else term[:-1]
