"""The calculators over HTTP: the same question and answer as `xuncha calc`. No arithmetic of its own."""

from typing import Any

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.auth import EVERYONE, Call, allow
from api.problems import Problem
from inspections.calculators import CALCULATORS


@post(
    "/calc/{name:str}",
    opt=allow(*EVERYONE),
    status_code=200,
    summary="计算",
    description=f"{'、'.join(sorted(CALCULATORS))}；答案带步骤、出处和提醒，写法见 docs/reference/calculators.md。",
)
async def calc(
    name: FromPath[str], data: JSONBody[dict[str, Any]], call: NamedDependency[Call]
) -> dict[str, Any]:
    """JSON in, JSON out: result, steps with their sources, warnings; every fault of a wrong input at once."""
    if name not in CALCULATORS:
        raise Problem("not-found", f"没有这种计算；有：{'、'.join(sorted(CALCULATORS))}。")
    return dict(CALCULATORS[name](data))


ROUTES = [calc]
