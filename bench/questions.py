"""One question understood, and one answered, among many partners: each text is new, so that no answer is kept."""

from collections.abc import Callable, Iterator
from time import perf_counter

from bench.portfolio import name_of
from bench.whole import request, resident, whole

PARTNERS, EACH = 10_000, 25
TEXTS = (
    "what tier is {name}",
    "what tier is {name}, and what's missing for silver",
    "Hey, can you tell me how far {name} is from gold? Thanks!",
    "gap {id} gold",
    "is {name} still silver",
    "{domain} tier",
    "what does {typo} still need for the next tier",
    "what's missing for {upper} in Segment 2024",
    "how many certified people does {name} have",
    "revenue of {name} in the last 12 months",
    "when is the next QBR with {name}",
    "who manages {name}",
    "open deals of {typo}",
    "which of my partners are ready to advance",
    "which partners in Segment 2024 are one requirement short of gold",
    "which silver partners have gone quiet",
    "what if {name} certifies two more people and closes 80k",
    "compare {name} and {other}",
    "what does gold require",
    "register a deal for {name} with Initech",
    "good morning, how are you",
)


def main() -> None:
    with whole() as (assistant, store):
        first = request("")

        def understood(text: str) -> None:
            with store.read() as work:
                asked = assistant._asked(request(text), work)
                began = perf_counter()
                assistant._reader.read(asked)
                reading.append(perf_counter() - began)

        def answered(text: str) -> None:
            began = perf_counter()
            assistant.answers(request(text))
            answering.append(perf_counter() - began)

        reading: list[float] = []
        answering: list[float] = []
        assistant.answers(first)
        for text in texts():
            understood(text)
            answered(text)
        _tell("one question understood", reading, "median under 10 ms")
        _tell("one question answered", answering, "median under 50 ms")
        print(f"{'memory after questions':<24} {resident():6.0f} MB   floor: under 200 MB")


def texts() -> Iterator[str]:
    """Every form of question about one partner after another."""
    for number in range(EACH):
        for place, form in enumerate(TEXTS):
            partner = (number * 397 + place * 31) % PARTNERS
            name = name_of(partner)
            yield form.format(
                name=name,
                id=f"p{partner:05d}",
                domain=f"p{partner:05d}.example",
                typo=name[0] + name[2] + name[1] + name[3:],
                upper=name.upper(),
                other=name_of((partner + 1) % PARTNERS),
            )


def _tell(what: str, times: list[float], floor: str) -> None:
    times.sort()
    at: Callable[[float], float] = lambda share: times[int(len(times) * share)] * 1000  # noqa: E731
    words = f"p50 {at(0.5):6.2f} ms   p99 {at(0.99):7.2f} ms   worst {times[-1] * 1000:7.1f} ms"
    print(f"{what:<24} {len(times):,} texts: {words}   floor: {floor}")


if __name__ == "__main__":
    main()
