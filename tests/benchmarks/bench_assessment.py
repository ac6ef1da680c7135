"""Prints the median time of one assessment over the worked examples.

Run by hand: python -m tests.benchmarks.bench_assessment
"""

import json
import statistics
import time
from pathlib import Path

from indicators.rules import assessment

DATA = Path(__file__).parents[1] / "data" / "assessment_examples.json"
LIMIT_MS = 1.0
ROUNDS = 50


def milliseconds(case) -> float:
    start = time.perf_counter()
    assessment.assess_case(case)
    return 1000 * (time.perf_counter() - start)


def main():
    examples = json.loads(DATA.read_text(encoding="utf-8"))["examples"]
    times = [milliseconds(case) for _ in range(ROUNDS) for case in examples]
    median = statistics.median(times)
    slowest = statistics.quantiles(times, n=20)[-1]
    print(f"median {median:.3f} ms, 95th percentile {slowest:.3f} ms")
    print(f"{median / LIMIT_MS:.0%} of the limit of {LIMIT_MS:g} ms")


if __name__ == "__main__":
    main()
