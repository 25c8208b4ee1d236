"""The best one-to-one matching of two small sets (Kuhn 1955, Munkres 1957)."""

from __future__ import annotations

from collections.abc import Sequence

_INFINITE = float("inf")


def assign(scores: Sequence[Sequence[float]], least: float) -> list[tuple[int, int]]:
    """Match rows with columns so that the scores of all pairs together are greatest.

    Args:
        scores: One row for each thing on the left, in it a score for each on the right.
        least: Pairs below it are never made.

    Returns:
        The pairs, by row.

    Example:
        >>> assign([[0.9, 0.8], [0.85, 0.1]], least=0.5)
        [(0, 1), (1, 0)]
    """
    if not scores or not scores[0]:
        return []
    if len(scores) > len(scores[0]):
        turned = [list(column) for column in zip(*scores, strict=True)]
        return sorted((row, column) for column, row in assign(turned, least))
    costs = [[-score if score >= least else 0.0 for score in row] for row in scores]
    pairs = enumerate(_cheapest(costs))
    return [(row, column) for row, column in pairs if scores[row][column] >= least]


def _cheapest(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return the column of each row; there are at least as many columns as rows."""
    width = len(costs[0])
    of_row, of_column = [0.0] * (len(costs) + 1), [0.0] * (width + 1)
    row_at, way = [0] * (width + 1), [0] * (width + 1)
    for row in range(1, len(costs) + 1):
        row_at[0], column = row, 0
        least, used = [_INFINITE] * (width + 1), [False] * (width + 1)
        while row_at[column]:
            used[column] = True
            at, step, following = row_at[column], _INFINITE, 0
            for other in range(1, width + 1):
                if used[other]:
                    continue
                cost = costs[at - 1][other - 1] - of_row[at] - of_column[other]
                if cost < least[other]:
                    least[other], way[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
            _shift(used, row_at, of_row, of_column, least, step)
            column = following
        while column:
            row_at[column] = row_at[way[column]]
            column = way[column]
    columns = [0] * len(costs)
    for column in range(1, width + 1):
        if row_at[column]:
            columns[row_at[column] - 1] = column - 1
    return columns


def _shift(
    used: list[bool],
    row_at: list[int],
    of_row: list[float],
    of_column: list[float],
    least: list[float],
    step: float,
) -> None:
    for column, is_used in enumerate(used):
        if is_used:
            of_row[row_at[column]] += step
            of_column[column] -= step
        else:
            least[column] -= step
