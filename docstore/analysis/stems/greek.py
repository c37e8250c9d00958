"""Greek, lowercased without accents: "Development of a Stemmer for the Greek Language" of Georgios Ntais.

A rule takes an ending and, from stems that it names, not all of it. The long list of endings is for words that no rule has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docstore.analysis.stems.cuts import Cut, cut, first_cut
from docstore.analysis.word_set import word_list, word_set

_VOWELS = ("α", "ε", "η", "ι", "ο", "υ", "ω")
_VOWELS_BUT_Y = ("α", "ε", "η", "ι", "ο", "ω")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Endings that go; behind the stems ``words``, and those that end with ``endings``, ``back`` stays, but not behind ``never`` and
    those that end with ``unless``.
    """

    cuts: tuple[Cut, ...]
    back: str = ""
    words: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()

    def __call__(self, term: str) -> str:
        made = first_cut(self.cuts, term)
        if made == term:
            return term
        kept = made in self.words or made.endswith(self.endings)
        return made + self.back if kept and made not in self.never and not made.endswith(self.unless) else made


_IRREGULAR = (
    cut(9, "καθεστωτοσ καθεστωτων", 4),
    cut(8, "γεγονοτοσ γεγονοτων", 4),
    cut(8, "καθεστωτα", 3),
    cut(7, "τατογιου τατογιων", 4),
    cut(7, "γεγονοτα", 3),
    cut(7, "καθεστωσ", 2),
    cut(6, "σκαγιου σκαγιων ολογιου ολογιων κρεατοσ κρεατων περατοσ περατων τερατοσ τερατων", 4),
    cut(6, "τατογια", 3),
    cut(6, "γεγονοσ", 2),
    cut(5, "φαγιου φαγιων σογιου σογιων", 4),
    cut(5, "σκαγια ολογια κρεατα περατα τερατα", 3),
    cut(4, "φαγια σογια φωτοσ φωτων", 3),
    cut(4, "κρεασ περασ τερασ", 2),
    cut(3, "φωτα", 2),
    cut(2, "φωσ", 1),
)
_ADES = ("οκ", "μαμ", "μαν", "μπαμπ", "πατερ", "γιαγι", "νταντ", "κυρ", "θει", "πεθερ")
_RULES_1_6 = (
    _Rule((cut(4, "αδεσ αδων"),), "αδ", endings=("",), unless=_ADES),
    _Rule((cut(4, "εδεσ εδων"),), "εδ", endings=("οπ", "ιπ", "εμπ", "υπ", "γηπ", "δαπ", "κρασπ", "μιλ")),
    _Rule(
        (cut(5, "ουδεσ ουδων", 5),),
        "ουδ",
        endings=word_list("αρκ καλιακ πεταλ λιχ πλεξ σκ σ φλ φρ βελ λουλ χν σπ τραγ φε"),
    ),
    _Rule((cut(3, "εωσ εων"),), "ε", word_set("θ δ ελ γαλ ν π ιδ παρ")),
    _Rule((cut(2, "ια"), cut(3, "ιου ιων")), "ι", endings=_VOWELS),
    _Rule(
        (cut(3, "ικα ικο"), cut(4, "ικου ικων")),
        "ικ",
        word_set(
            "αλ αδ ενδ αμαν αμμοχαλ ηθ ανηθ αντιδ φυσ βρωμ γερ εξωδ καλπ καλλιν καταδ μουλ μπαν μπαγιατ μπολ μποσ νιτ ξικ συνομηλ πετσ "
            "πιτσ πικαντ πλιατσ ποστελν πρωτοδ σερτ συναδ τσαμ υποδ φιλον φυλοδ χασ"
        ),
        _VOWELS,
    ),
)


def _rule_7(term: str) -> str:
    if term == "αγαμε":
        return term[:-1]
    return _AME(first_cut(_BEFORE_AME, term))


_BEFORE_AME = (cut(7, "ηθηκαμε"), cut(6, "ουσαμε"), cut(5, "αγαμε ησαμε ηκαμε"))
_AME = _Rule((cut(3, "αμε"),), "αμ", word_set("αναπ αποθ αποκ αποστ βουβ ξεθ ουλ πεθ πικρ ποτ σιχ χ"))

_ANE_LONG = (
    cut(8, "ιουντανε"),
    cut(7, "ιοντανε"),
    cut(0, "ουντανε ηθηκανε"),
    cut(6, "ιοτανε"),
    cut(0, "οντανε ουσανε"),
    cut(5, "αγανε"),
    cut(0, "ησανε οτανε ηκανε"),
)
_ANE = _Rule(
    (cut(3, "ανε"),),
    "αν",
    word_set(
        "βετερ βουλκ βραχμ γ δραδουμ θ καλπουζ καστελ κορμορ λαοπλ μωαμεθ μ μουσουλμ ν ουλ π πελεκ πλ πολισ πορτολ σαρακατσ σουλτ "
        "τσαρλατ ορφ τσιγγ τσοπ φωτοστεφ χ ψυχοπλ αγ γαλ γερ δεκ διπλ αμερικαν ουρ πιθ πουριτ σ ζωντ ικ καστ κοπ λιχ λουθηρ μαιντ μελ "
        "σιγ σπ στεγ τραγ τσαγ φ ερ αδαπ αθιγγ αμηχ ανικ ανοργ απηγ απιθ ατσιγγ βασ βασκ βαθυγαλ βιομηχ βραχυκ διατ διαφ ενοργ θυσ "
        "καπνοβιομηχ καταγαλ κλιβ κοιλαρφ λιβ μεγλοβιομηχ μικροβιομηχ νταβ ξηροκλιβ ολιγοδαμ ολογαλ πενταρφ περηφ περιτρ πλατ πολυδαπ "
        "πολυμηχ στεφ ταβ τετ υπερηφ υποκοπ χαμηλοδαπ ψηλοταβ"
    ),
    _VOWELS_BUT_Y,
)


def _rule_8(term: str) -> str:
    made = first_cut(_ANE_LONG, term)
    if made != term and made in ("τρ", "τσ"):
        made += "αγαν"
    return _ANE(made)


_ETE = _Rule(
    (cut(3, "ετε"),),
    "ετ",
    word_set("αβαρ βεν εναρ αβρ αδ αθ αν απλ βαρον ντρ σκ κοπ μπορ νιφ παγ παρακαλ σερπ σκελ συρφ τοκ υ δ εμ θαρρ θ"),
    (
        *_VOWELS_BUT_Y,
        *word_list(
            "οδ αιρ φορ ταθ διαθ σχ ενδ ευρ τιθ υπερθ ραθ ενθ ροθ σθ πυρ αιν συνδ συν συνθ χωρ πον βρ καθ ευθ εκθ νετ ρον αρκ βαρ βολ ωφελ"
        ),
    ),
)


def _rule_10(term: str) -> str:
    made = first_cut((cut(5, "οντασ ωντασ", 5),), term)
    if made != term:
        if made == "αρχ":
            made += "οντ"
        if made.endswith("κρε"):
            made += "ωντ"
    return made


def _rule_11(term: str) -> str:
    for over, ending in ((6, "ομαστε"), (7, "ιομαστε")):
        if len(term) > over and term.endswith(ending):
            made = term[: -len(ending)]
            return made + "ομαστ" if made == "ον" else made
    return term


_RULES_12_19 = (
    _Rule((cut(5, "ιεστε"),), "ιεστ", word_set("π απ συμπ ασυμπ ακαταπ αμεταμφ")),
    _Rule((cut(4, "εστε"),), "εστ", word_set("αλ αρ εκτελ ζ μ ξ παρακαλ προ νισ")),
    _Rule((cut(6, "ηθηκεσ"), cut(5, "ηθηκα ηθηκε"))),
    _Rule(
        (cut(4, "ηκεσ"), cut(3, "ηκα ηκε")),
        "ηκ",
        word_set("διαθ θ παρακαταθ προσθ συνθ"),
        ("σκωλ", "σκουλ", "ναρθ", "σφ", "οθ", "πιθ"),
    ),
    _Rule(
        (cut(5, "ουσεσ"), cut(4, "ουσα ουσε")),
        "ουσ",
        word_set(
            "φαρμακ χαδ αγκ αναρρ βρομ εκλιπ λαμπιδ λεχ μ πατ ρ λ μεδ μεσαζ υποτειν αμ αιθ ανηκ δεσποζ ενδιαφερ δε δευτερευ καθαρευ πλε τσα"
        ),
        (*_VOWELS, *word_list("ποδαρ βλεπ πανταχ φρυδ μαντιλ μαλλ κυματ λαχ ληγ φαγ ομ πρωτ")),
    ),
)
_AGA = _Rule(
    (cut(4, "αγεσ"), cut(3, "αγα αγε")),
    "αγ",
    word_set(
        "αβαστ πολυφ αδηφ παμφ ρ ασπ αφ αμαλ αμαλλι ανυστ απερ ασπαρ αχαρ δερβεν δροσοπ ξεφ νεοπ νομοτ ολοπ ομοτ προστ προσωποπ συμπ "
        "συντ τ υποτ χαρ αειπ αιμοστ ανυπ αποτ αρτιπ διατ εν επιτ κροκαλοπ σιδηροπ λ ναυ ουλαμ ουρ π τρ μ"
    ),
    word_list("οφ πελ χορτ λλ σφ ρπ φρ πρ λοχ σμην"),
    ("κολλ",),
    word_set("ψοφ ναυλοχ"),
)
_RULES_16_20 = (
    _Rule((cut(4, "ησου"), cut(3, "ησε ησα")), "ησ", word_set("ν χερσον δωδεκαν ερημον μεγαλον επταν")),
    _Rule((cut(4, "ηστε"),), "ηστ", word_set("ασβ σβ αχρ χρ απλ αειμν δυσχρ ευχρ κοινοχρ παλιμψ")),
    _Rule((cut(6, "ησουνε ηθουνε"), cut(4, "ουνε")), "ουν", word_set("ν ρ σπι στραβομουτσ κακομουτσ εξων")),
    _Rule((cut(6, "ησουμε ηθουμε"), cut(4, "ουμε")), "ουμ", word_set("παρασουσ φ χ ωριοπλ αζ αλλοσουσ ασουσ")),
    _Rule((cut(5, "ματων ματοσ", 3), cut(4, "ματα", 2))),
)
_LONG_LIST = (
    cut(9, "ιοντουσαν"),
    cut(8, "ιομασταν ιοσασταν ιουμαστε οντουσαν"),
    cut(7, "ιεμαστε ιεσαστε ιομουνα ιοσαστε ιοσουνα ιουνται ιουνταν ηθηκατε ομασταν οσασταν ουμαστε"),
    cut(6, "ιομουν ιονταν ιοσουν ηθειτε ηθηκαν ομουνα οσαστε οσουνα ουνται ουνταν ουσατε"),
    cut(5, "αγατε ιεμαι ιεται ιεσαι ιοταν ιουμα ηθεισ ηθουν ηκατε ησατε ησουν ομουν ονται ονταν οσουν ουμαι ουσαν"),
    cut(4, "αγαν αμαι ασαι αται ειτε εσαι εται ηδεσ ηδων ηθει ηκαν ησαν ησει ησεσ ομαι οταν"),
    cut(3, "αει εισ ηθω ησω ουν ουσ"),
    cut(2, "αν ασ αω ει εσ ησ οι οσ ου υσ ων"),
    cut(1, "α ε η ι ο υ ω"),
)
_DEGREES = (cut(0, "εστερ εστατ"), cut(0, "οτερ οτατ υτερ υτατ ωτερ ωτατ"))
_STEPS: tuple[Callable[[str], str], ...] = (
    lambda term: first_cut(_IRREGULAR, term),
    *_RULES_1_6,
    _rule_7,
    _rule_8,
    lambda term: _ETE(first_cut((cut(5, "ησετε"),), term)),
    _rule_10,
    _rule_11,
    *_RULES_12_19,
    _AGA,
    *_RULES_16_20,
)


def stem(term: str) -> str:
    """``GreekStemmer``.

    >>> [stem(term) for term in ("ανθρωποσ", "ανθρωπων", "θαλασσεσ", "καφεδεσ", "πατερων", "ελληνικα")]
    ['ανθρωπ', 'ανθρωπ', 'θαλασσ', 'καφ', 'πατερ', 'ελλην']
    """
    if len(term) < 4:
        return term
    made = term
    for step in _STEPS:
        made = step(made)
    if len(made) == len(term):
        made = first_cut(_LONG_LIST, made)
    return first_cut(_DEGREES, made)
