"""Portfolio questions over everybody, each filter of its own; everybody's tiers against one SQL aggregate; memory."""

from datetime import UTC, date, datetime, timedelta
from statistics import median

from sqlalchemy import text

from bench.portfolio import BUILD, LAUNCH, PROGRAM
from bench.whole import PAM, request, resident, seconds, whole
from handlers.asked import Asked
from handlers.assistant import Assistant
from handlers.kinds.portfolio import answer
from handlers.portfolio_figures import Books, Remembered
from handlers.question import Filter, Kind, Question
from programs.catalog import Catalog
from store.engine import Store

ROUNDS = 5
FILTERS = {
    "everybody": Filter(),
    "tier": Filter(tier="silver"),
    "program": Filter(program=BUILD),
    "manager": Filter(manager=PAM.email),
    "ready": Filter(ready=True),
    "at risk": Filter(at_risk=True),
    "near": Filter(near="gold"),
    "lacking": Filter(lacking="technical"),
    "inactive": Filter(inactive=True),
    "overdue": Filter(overdue="qbr"),
    "step": Filter(program=LAUNCH, step="legal"),
    "four at once": Filter(manager=PAM.email, program=PROGRAM, lacking="revenue", overdue="qbr"),
}
# What a re-tiering reads, in one statement: the floor that no way of counting gets below. Dollars alone, no thresholds.
AGGREGATE = """
WITH dollars AS (
    SELECT part.partner, sum(deal.earr) AS earr
    FROM opportunity_partners AS part JOIN opportunities AS deal ON deal.opportunity = part.opportunity
    WHERE deal.stage = 'closed_won' AND deal.close_on BETWEEN :first AND :day AND part.added_on <= deal.close_on
    GROUP BY part.partner
), held AS (
    SELECT partner, count(DISTINCT CASE WHEN credential = 'technical' THEN lower(email) END) AS technical,
        count(DISTINCT CASE WHEN credential = 'sales' THEN lower(email) END) AS sales
    FROM people
    WHERE earned_on <= :day AND (expires_on IS NULL OR expires_on >= :day) AND (left_on IS NULL OR left_on > :day)
    GROUP BY partner
), signed AS (
    SELECT DISTINCT partner FROM agreements
    WHERE agreement = 'baseline' AND signed_on <= :day AND (expires_on IS NULL OR expires_on >= :day)
)
SELECT count(*), sum(earr), sum(technical), sum(sales), count(signed.partner)
FROM enrollments LEFT JOIN dollars USING (partner) LEFT JOIN held USING (partner) LEFT JOIN signed USING (partner)
"""


def main() -> None:
    with whole() as (assistant, store):
        questions(assistant, store)
        tiers_of_everybody(store)
        print(f"{'memory after lists':<24} {resident():6.0f} MB   floor: under 200 MB")


def questions(assistant: Assistant, store: Store) -> None:
    """Each filter as the first question after a change of the portfolio, and as the next ones."""
    for name, wanted in FILTERS.items():
        question = Question(Kind.portfolio, filter=wanted)
        first: list[float] = []
        later: list[float] = []
        for _ in range(ROUNDS):
            with store.read() as work:
                asked = assistant._asked(request(""), work)
                asked.view.remembered = Remembered(len(asked.view.names))
                first.append(seconds(lambda: answer(asked, question)))  # noqa: B023 - used at once
                later.append(seconds(lambda: answer(asked, question)))  # noqa: B023
                found = _count(asked, question)
        words = (
            f"first {median(first) * 1000:6.0f} ms, worst {max(first) * 1000:6.0f}, then {median(later) * 1000:5.1f} ms"
        )
        print(f"{'which partners: ' + name:<30} {found:>6,} listed   {words}   floor: under 1,000 ms")


def tiers_of_everybody(store: Store) -> None:
    """Where every enrollment stands, against one statement that sums the same rows."""
    day, catalog = datetime.now(UTC).date(), Catalog.load()
    ours, theirs, places = [], [], 0
    for _ in range(ROUNDS):
        with store.read() as work:
            books = Books(work, catalog, day)
            ours.append(seconds(lambda: books.standings))  # noqa: B023 - used at once
            places = len(books.places)
        theirs.append(_aggregate(store, day))
    ratio = median(ours) / median(theirs)
    figures = f"{median(ours):6.2f} s, one SQL aggregate {median(theirs):.2f} s, {ratio:.1f} times"
    print(f"{'tiers of everybody':<24} {places:,} enrollments: {figures}   floor: at most 5 times")


def _aggregate(store: Store, day: date) -> float:
    values = {"day": day.isoformat(), "first": (day - timedelta(days=364)).isoformat()}
    with store.read() as work:
        return seconds(lambda: work.session.execute(text(AGGREGATE), values).all())


def _count(asked: Asked, question: Question) -> int:
    (found,) = answer(asked, question)
    count = found.facts["count"]
    assert isinstance(count, int)
    return count


if __name__ == "__main__":
    main()
