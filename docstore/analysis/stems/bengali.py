"""Bengali, behind its normalization: endings of verbs and nouns, after Sengupta and Chaudhuri, and Savoy."""

from __future__ import annotations

from docstore.analysis.stems.cuts import cut, first_cut

_SUFFIXES = (
    cut(9, "িয়াছিলাম িতেছিলাম িতেছিলেন ইতেছিলেন িয়াছিলেন ইয়াছিলেন"),
    cut(8, "িতেছিলি িতেছিলে িয়াছিলা িয়াছিলে িতেছিলা িয়াছিলি য়েদেরকে"),
    cut(7, "িতেছিস িতেছেন িয়াছিস িয়াছেন েছিলাম েছিলেন েদেরকে"),
    cut(6, "িতেছি িতেছা িতেছে ছিলাম ছিলেন িয়াছি িয়াছা িয়াছে েছিলে েছিলা য়েদের দেরকে"),
    cut(5, "িলাম িলেন িতাম িতেন িবেন ছিলি ছিলে ছিলা তেছে িতেছ খানা খানি গুলো গুলি য়েরা েদের"),
    cut(4, "লাম িলি ইলি িলে ইলে লেন িলা ইলা তাম িতি ইতি িতে ইতে তেন িতা িবা ইবা িবি ইবি বেন িবে ইবে ছেন য়োন য়ের েরা দের"),
    cut(3, "িস েন লি লে লা তি তে তা বি বে বা ছি ছা ছে ুন ুক টা টি নি ের রা কে"),
    cut(2, "ি ী া ো ে ব ত"),
)


def stem(term: str) -> str:
    """``BengaliStemmer``.

    >>> [stem(term) for term in ("করেছিলাম", "করেছে", "বইগুলো", "কাজে")]
    ['কর', 'করে', 'বই', 'কাজ']
    """
    return first_cut(_SUFFIXES, term)
