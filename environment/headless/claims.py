"""What the prose of the notebooks says of their numbers, as checks of what the cells printed.

A claim is (what is said, a pattern over all that the notebook's cells print as plain text, a condition on the numbers
that its groups catch). A claim that finds nothing to check is broken too. When a notebook's prose says more, or other
things, this list follows.
"""

import re

from headless import measured

NUMBER = r"([+\-−]?\d[\d,]*(?:\.\d+)?)"
# A row of a table of fits: name, seeds, iterations ± deviation, and the error that is caught.
FIT = r"^{} +\d+ +\S+ ± \S+ +#"
CLAIMS = {
    "00-quickstart": [
        ("a fifth of the features or more are one word", r"^# of # features$", lambda some, all: some > all / 5),
        (
            "the feature makes the model say its word",
            r"stands in # of # continuations with the feature, in # without",
            lambda having, all, without: without < having <= all,
        ),
    ],
    "01-factorization": [
        (
            "the three starts end at nearly the same error",
            r".*\n".join(FIT.format(start) for start in ("random", "svd", "kmeans")),
            lambda *errors: max(errors) < 1.03 * min(errors),
        ),
        (
            "HALS takes fewer iterations to the same error",
            r"reach in iteration # HALS reaches in iteration #",
            lambda slow, fast: 0 < fast < slow,
        ),
        (
            "fewer neurons reconstruct less",
            FIT.format("p = 1 %") + r"[\s\S]*?" + FIT.format("p = 100 %"),
            lambda sparse, dense: sparse > dense,
        ),
        (
            "more features lower the error",
            FIT.format("k = 15") + r"[\s\S]*?" + FIT.format("k = 120"),
            lambda few, many: few > many,
        ),
    ],
    "02-concept-detection": [
        ("features score above chance", r"^SNMF +\d+ +\d+ +# \(#–#\)", lambda share, low, high: low > 0.5),
        ("difference-in-means is the ceiling", r"^difference-in-means .*\) +# \(#–#\) +#$", lambda auc, *_: auc > 0.7),
    ],
    "03-concept-steering": [
        (
            "scores lie within the scale, for targets that were reached",
            r"^(?:feature|direction) \d+ +# of # +# +# +#",
            lambda reached, targets, *scores: reached <= targets and all(0 <= score <= 2 for score in scores),
        ),
    ],
    "04-concept-trees": [
        (
            "parents are purer than by chance",
            r"purity of # parents: #, by chance #, p = #",
            lambda parents, observed, chance, p: observed > chance and p < 0.05,
        ),
        (
            "the constrained form keeps signs and supports",
            r"level \d: # % of Y negative, # % of Z outside",
            lambda negative, outside: negative == outside == 0,
        ),
    ],
    "05-shared-neurons": [
        (
            "days share more neurons than by chance",
            r"^within Monday…Sunday.*? {2,}#, by chance #, p = #",
            lambda shared, chance, p: shared > chance and p < 0.05,
        ),
        ("the own logit rises most in most rows", r"own logit rises most +# of #", lambda rows, all: rows > all / 2),
        ("rarely do all others fall", r"paper's pattern +# of #", lambda rows, all: rows < all / 2),
    ],
    "06-parents-cover-children": [
        ("parents cover more than random features", r"above random +# \(95 %: # to #\)", lambda mean, low, high: low > 0),
    ],
    "07-your-own-model": [
        (
            "a fit that was stopped ends as one that was left alone",
            r"^# iterations, then #; the same error as without a stop: true$",
            lambda stopped, resumed: stopped == 10 and resumed == 40,
        ),
    ],
    "08-dynamics": [
        (
            "the groups overlap with features more than by chance",
            r"Mean overlap with the nearest feature #, by chance #, p = #",
            lambda overlap, chance, p: overlap > chance and p < 0.05,
        ),
        (
            "each group but the first acts in most of the labels",
            r"^ +[1-7] +\d+ +\d[\d +]* {2,}\S.*? {2,}# +\d+ +0\.\d+$",
            lambda spread: spread > 11,
        ),
    ],
}


def printed(notebook):
    texts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            texts.append(output.get("text") or measured.text_of(output, "text/plain"))
    return "\n".join(texts)


def broken(name, notebook):
    """The claims about the notebook of this name that do not hold."""
    text, found = printed(notebook), []
    for claim, pattern, holds in CLAIMS.get(name, ()):
        matches = list(re.finditer(pattern.replace("#", NUMBER), text, re.MULTILINE))
        for match in matches:
            numbers = [float(group.replace(",", "").replace("−", "-")) for group in match.groups()]
            if not holds(*numbers):
                found.append(f'"{claim}" does not hold for {numbers}')
        if not matches:
            found.append(f'"{claim}" could not be checked: nothing fits {pattern!r}')
    return found
