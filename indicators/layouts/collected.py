"""What the tables of one file give together: figures once, clashes as doubts. Pure."""

from dataclasses import dataclass, field

from indicators.layouts.figures import FileFigure, UnreadCell
from indicators.spreadsheets.refusal import FileRefused

MOST_FIGURES = 50_000


@dataclass
class Collected:
    """What the tables of one file give so far; `seen` holds the cells by their key."""

    figures: dict[tuple[str, str, int], FileFigure] = field(default_factory=dict)
    clashes: dict[tuple[str, str, int], list[FileFigure]] = field(default_factory=dict)
    doubts: list[UnreadCell] = field(default_factory=list)
    repeated: int = 0
    dashes: int = 0

    def take(self, figure: FileFigure) -> None:
        """Add a figure; the same once more is counted, another one clashes."""
        key = figure.region, figure.indicator, figure.year
        if key in self.clashes:
            self.clashes[key].append(figure)
        elif (before := self.figures.get(key)) is None:
            self.figures[key] = figure
        elif before.fields == figure.fields:
            self.repeated += 1
        else:
            self.clashes[key] = [before, figure]
        if len(self.figures) > MOST_FIGURES:
            raise FileRefused(
                f"文件中数值超过{MOST_FIGURES}个，请按年份或地区分成几个文件上传。"
            )

    def doubt(self, doubt: UnreadCell) -> None:
        """Add what is not taken; raises FileRefused beyond what anybody looks at."""
        self.doubts.append(doubt)
        if len(self.doubts) > MOST_FIGURES:
            raise FileRefused(
                f"未读取的单元格超过{MOST_FIGURES}个，第一处为{self.doubts[0].at}："
                f"{self.doubts[0].sentence}"
            )

    def settle(self) -> list[FileFigure]:
        """Return the figures without those that clash, which become doubts."""
        for key, figures in self.clashes.items():
            del self.figures[key]
            places = "、".join(str(f.at) for f in figures[:5])
            self.doubts += [
                UnreadCell(
                    f.at,
                    f.text,
                    f"同一地区、指标和年份（{key[2]}年）的数值有{len(figures)}处且不同："
                    f"{places}，请保留一处。",
                )
                for f in figures
            ]
        self.clashes = {}
        return list(self.figures.values())
