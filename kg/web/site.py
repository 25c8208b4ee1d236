"""What a worker can do: the jobs, and the dataset that they are about.

The jobs of a topic stand in a module of their own, in a table ``JOBS`` of functions that take the
site and the values of a job and return a reply.
"""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import msgspec

from kg.dataset import Dataset, open_dataset
from kg.errors import KgError
from kg.store.embedded import EmbeddedStore
from kg.store.parts import WholeStore
from kg.web.coding import compressed
from kg.web.intact import check_files
from kg.web.lent import Answering, Answers, Terms
from kg.web.pages.ready import find_out, hold_parts, make_ready, make_templates, read_terms
from kg.web.problems import problem, problem_of
from kg.web.settings import SiteSpec, read_spec
from kg.web.sparql.services import Services
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.parts import Parts

_TERMS = msgspec.msgpack.Decoder(Terms)


class JobFunction(Protocol):
    """What does a job."""

    def __call__(self, site: Site, values: dict[str, Any]) -> Reply:
        """Do it.

        Raises:
            KgError: What the user is to hear of.
        """


class Site:
    """A dataset or an endpoint, and what can be done with it.

    Made in the nursery; each worker opens what does not survive a fork.

    Args:
        version: Folder of the dataset's version, or empty for an endpoint.
        spec: What it is made of.

    Attributes:
        settings: Settings of the server.
        services: The endpoints that SERVICE may ask.
        version: Folder of the dataset's version, or empty.
        parts: The plans that are held apart, if any are.
        plan: IRI of the plan, where the dataset is what one plan says, else empty.
        kept: What jobs found out once about the dataset, by topic.
    """

    def __init__(self, version: str, spec: SiteSpec) -> None:
        self.settings = spec.settings
        self.version = version
        # Another store would ask them itself, not through the relay.
        allowed = () if spec.endpoint else spec.settings.services
        self.services = Services(allowed, spec.settings.time_limit_s)
        self._endpoint = spec.endpoint
        self._dataset: Dataset | None = None
        self.parts: Parts | None = None
        self.plan = ""
        self._answering: Answering | None = None
        self.kept: dict[str, Any] = {}
        if not spec.in_memory:
            self._jobs = _all_jobs()
            return
        with ThreadPoolExecutor(1) as thread:
            loading = thread.submit(EmbeddedStore.load, f"{version}/dataset.nq")
            self._jobs = _all_jobs()  # which is much code to read
            make_templates()
            store = loading.result()
        self._dataset = Dataset(store, version)
        self._dataset.questions()  # read once, before the workers are forked
        make_ready(self)
        find_out(self)
        parts = hold_parts(self, at_once=True)
        if parts is not None:
            self._dataset = self._dataset.having(WholeStore(store, parts))
        read_terms(self)

    @property
    def dataset(self) -> Dataset:
        """The dataset. Only a worker may ask it."""
        if self._dataset is None:
            raise RuntimeError("the site is not open")
        return self._dataset

    def part(self, plan: str) -> Dataset | None:
        """Return the dataset as a plan has it, if it is held apart.

        Args:
            plan: IRI of the plan.

        Raises:
            InputError: If the plan's files are damaged.
        """
        store = self.dataset.store
        if self.parts is None or not isinstance(store, EmbeddedStore):
            return None
        return self.dataset.having(self.parts.of(plan, store))

    def having(self, dataset: Dataset, kept: dict[str, Any], plan: str = "") -> Site:
        """Return the same site with a part of its dataset.

        Args:
            dataset: The part.
            kept: What was found out about the part.
            plan: IRI of the plan, where the part is what one plan says.
        """
        site = copy.copy(self)
        site._dataset, site.kept, site.plan = dataset, kept, plan
        return site

    def open(self) -> None:
        """Open what does not survive a fork.

        Raises:
            KgError: If the dataset is damaged or the address of the endpoint is none.
        """
        if self._dataset is not None:
            return
        if self._endpoint:
            limit_s = self.settings.time_limit_s
            self._dataset = open_dataset(endpoint=self._endpoint, timeout_s=limit_s)
        else:
            self._dataset = Dataset(EmbeddedStore.open(f"{self.version}/store"), self.version)

    def do(self, job: Job) -> Reply:
        """Do a job.

        Args:
            job: The job. Its value ``coding`` says how the body is to be compressed.

        Returns:
            What came of it; errors are replies, too.
        """
        try:
            reply = self._jobs[job.name](self, job.values)
        except KgError as error:
            if self._endpoint:
                error.message = error.message.replace(self._endpoint, "behind this one")
            reply = problem_of(error)
        return compressed(reply, job.values.get("coding", ""))

    def answers(self, terms: bytes) -> Answers:
        """Return what answers the requests of a connection that is lent.

        Args:
            terms: What the server says of it.
        """
        if self._answering is None:
            self._answering = Answering(self)
        return Answers(self._answering, _TERMS.decode(terms))

    def too_large(self) -> Reply:
        """Return the reply for a job that ran out of memory."""
        detail = "the question took more memory than it may"
        return problem(503, "limit", detail, "Ask for less")

    def broken(self, error: Exception) -> Reply:
        """Return the reply for a job that met an error nobody foresaw."""
        return problem(500, "internal", "something went wrong that nobody foresaw")


def make_site(version: str, spec: str) -> Site:
    """Make a site in a nursery.

    Args:
        version: Folder of the dataset's version, or empty for an endpoint.
        spec: A ``SiteSpec`` as JSON.

    Returns:
        The site.

    Raises:
        KgError: If the dataset is damaged.
    """
    with ThreadPoolExecutor(1) as thread:
        checking = thread.submit(check_files, version)
        site = Site(version, read_spec(spec))
    checking.result()
    return site


def _all_jobs() -> dict[str, Callable[[Site, dict[str, Any]], Reply]]:
    """Gather the jobs of all topics."""
    from kg.web.pages import jobs as pages
    from kg.web.receipts import jobs as receipts
    from kg.web.resources import jobs as resources
    from kg.web.resources import service
    from kg.web.rest import jobs as rest
    from kg.web.sparql import jobs as sparql

    found: dict[str, Callable[[Site, dict[str, Any]], Reply]] = {}
    for module in (sparql, rest, receipts, resources, service, pages):
        found |= module.JOBS
    return found
