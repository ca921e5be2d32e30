"""What attackers write into forms, and a programme in whose every text field somebody wrote it."""

import json
from itertools import cycle

from domain.milestone_commands import AddEvidence, Submit
from domain.programme_commands import StartProgramme
from service.api_examples import COORDINATOR, EXAMPLES, WORKER
from service.people import PersonCard
from tests.attacks.town import OTHERS, ref_of
from tests.attacks.twins import WORDS
from tests.service.every_command import A_WALK, a_file_for_others
from tests.service.sign_in.browser import House

HOSTILE = (
    "<script>window.ran=1;alert(1)</script>",
    '"><img src=x onerror="window.ran=2;alert(2)">',
    "' onmouseover='window.ran=3' x='",
    "</textarea></title></style><svg onload=window.ran=4>",
    '<a href="javascript:window.ran=5">click</a>',
    "{{7*7}} ${7*7} #{7*7} {% raw %}",
    "'; DROP TABLE store.events; --",
    "1' OR '1'='1' UNION SELECT name FROM store.people --",
    '=HYPERLINK("https://evil.example","x")',
    "\u202egpj.exe\u202c\u2066 <b>bold</b>",
    "&lt;script&gt;window.ran=6&lt;/script&gt; &#x3C;script&#x3E;",
    "<iframe srcdoc='<script>parent.window.ran=7</script>'></iframe>",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<form action=https://evil.example><button>Go</button></form>",
    "%0d%0aSet-Cookie: ran=8 \\r\\nLocation: https://evil.example",
    '<!--#exec cmd="id"--> `id` $(id) | id',
)
LINK = 'https://evil.example/"onmouseover="window.ran=9"><script>window.ran=10</script>'


class Hostile:
    """A programme that somebody filled with this. `written` is every text, in the order in which it was written."""

    def __init__(self, house: House) -> None:
        self.house, self.face = house, house.face
        self.written: list[str] = []
        self._texts = cycle(HOSTILE)
        for person in OTHERS:
            self.face.acts(person)
            house.face.waymark.people.add(PersonCard(name=f"{next(self._texts)}"), person)
        started = self.face.post(StartProgramme, COORDINATOR, body=self.body(EXAMPLES[StartProgramme]))
        assert started.status_code == 201, started.text
        self.address = started.headers["Location"]
        self.face.clock.move(days=3)
        a_file_for_others(self.face, self.address)
        for kind, actor, asked in A_WALK:
            if kind.NAME.endswith(("break-glass", "take-out-passage")):
                continue
            told = {**EXAMPLES[Submit], "occurred_on": "2026-03-02"} if kind is Submit else asked or EXAMPLES[kind]
            body = self.body(told)
            if kind is AddEvidence:
                body["link"] = LINK
            if "stream" in body:
                body["stream"] = ref_of(self.address)
            done = self.face.post(kind, actor, self.address, body)
            assert done.status_code == 201, (kind.NAME, done.text)
        sent = {"file": ('"><script>window.ran=11</script>.txt'.replace("/", ""), b"<script>window.ran=12</script>\n")}
        self.face.client.post(f"{self.address}/files", files=sent, headers=self.face.acts(WORKER))
        self.face.catch_up()

    def body(self, told: object) -> dict[str, object]:
        """The same body with something hostile in each text field."""
        made = self._hostile(json.loads(json.dumps(told)))
        assert isinstance(made, dict)
        return made

    def _hostile(self, told: object, field: str = "") -> object:
        match told:
            case dict():
                return {name: self._hostile(each, name) for name, each in told.items()}
            case list():
                return [self._hostile(each, field) for each in told]
            case str() if field in WORDS - {"link"} and told != "founding group":
                self.written.append(next(self._texts))
                return self.written[-1]
            case _:
                return told
