"""The two texts in a bundle, in the language of its reader: in plain words, and in Easy Read.

What the parts are made of is English for everybody: it is for people who write tools, with the names of standards.
"""

from collections.abc import Iterator
from textwrap import fill

from service.audit.bundle_file import CHECKPOINT, ENTRIES, EPOCH, GLOBAL_PROOF
from service.language.language import N_, ngettext, translated
from service.language.language import gettext as _

_WIDTH = 118
_VERIFY = 'waymark audit verify THIS-FILE.zip --key "THE KEY"'
_FORMATS = f"""\
    {CHECKPOINT:18} a signed note, with Ed25519 (c2sp.org/signed-note, c2sp.org/tlog-checkpoint)
    {ENTRIES:18} one entry a line. SHA-256 of a zero byte and a line (without its end) is the hash of that leaf
    tile/…             the hashes of the tree of RFC 6962 (c2sp.org/tlog-tiles)
    {GLOBAL_PROOF:18} that this checkpoint stands in the installation's global log (c2sp.org/tlog-proof). The leaf is
                       the text of the checkpoint, up to the empty line
    {EPOCH:18} why that log began: the first leaf of it, with its proof beside it
    old.checkpoint     the checkpoint you were given last time, if this bundle was made to continue it
    witnessed/…        for each witness: an older global checkpoint with its line (c2sp.org/tlog-cosignature), the
                       checkpoint of this record in it with its proof, and the proof that today's log continues it
    global.tsr         a time stamp (RFC 3161) of timestamped.checkpoint:
                       openssl ts -verify -in global.tsr -data timestamped.checkpoint -CAfile ROOT.pem

The Go library golang.org/x/mod/sumdb (note and tlog) checks all of this; so does @sigstore/verify from npm."""

_EASY = (
    N_("HOW TO CHECK THE SEAL"),
    "",
    N_("You need a key."),
    N_("The key is a line of letters and numbers."),
    N_("The key is not in this file."),
    N_("Somebody you trust gave it to you."),
    "",
    N_("You need a computer with Waymark."),
    N_("Ask somebody to help you if you want."),
    "",
    N_("Type this line:"),
    "",
    f"    {_VERIFY}",
    "",
    N_("Read the first line of the answer."),
    "",
    N_("It says “Everything holds”: nobody changed the list."),
    N_("It says “This does not hold”: somebody changed something. Tell somebody you trust."),
    "",
    N_("KEEP THIS FILE"),
    "",
    N_("Keep it in a safe place."),
    N_("You can use it next year."),
    N_("It will show if somebody changed the old list."),
    "",
    N_("GOOD TO KNOW"),
    "",
    N_("The seal does not show that the list is true."),
    N_("It only shows that nobody changed it later."),
)
_EASY_BEGINS = (
    N_("ABOUT THIS FILE"),
    "",
    N_("This file is a list."),
    N_("The list says what a group did, and when."),
    "",
    N_("The list has a seal."),
    N_("The seal shows if somebody changed the list."),
    "",
)
_EASY_WITHHELD = (
    N_("Some parts are not for you to read."),
    N_("In their place is a long number."),
    N_("The number shows that nobody changed that part."),
    "",
)


def readme(ledger: str, size: int, withheld: int) -> str:
    """In plain words, with the exact commands."""
    return (
        "\n\n".join(each if each.startswith(" ") else fill(each, _WIDTH) for each in _said(ledger, size, withheld))
        + "\n"
    )


def easy_readme(withheld: int) -> str:
    """Easy Read: short sentences, one thought each."""
    lines = (*_EASY_BEGINS, *(_EASY_WITHHELD if withheld else ()), *_EASY)
    return "\n".join(each if not each or each.startswith(" ") else translated(each) for each in lines) + "\n"


def _said(ledger: str, size: int, withheld: int) -> Iterator[str]:
    yield _("THE RECORD OF %(ledger)s", ledger=ledger)
    yield ngettext(
        "This is everything that was recorded up to the moment it was signed: %(num)s entry.",
        "This is everything that was recorded up to the moment it was signed: %(num)s entries.",
        size,
    )
    yield _withheld(withheld)
    yield _("HOW TO CHECK IT")
    yield _(
        "You need Waymark (free), this file, and the installation's public key. The key is not in this file, and must "
        "not come with it: you got it on paper, with your grant agreement, or somewhere else you trust."
    )
    yield f"    {_VERIFY}"
    yield _("If you have a file from an earlier time, add it. Then you also learn whether anything changed since:")
    yield f"    {_VERIFY} --old EARLIER-FILE.zip"
    yield _("And to be sure that it is about the programme you mean:")
    yield f"    {_VERIFY} --programme {ledger}"
    yield _(
        "If somebody else watches this log and gave you their key (a witness), add it. Then you also learn that they "
        "were shown the same history as you:"
    )
    yield f'    {_VERIFY} --witness "THE WITNESS\' KEY"'
    yield _(
        "If there is a part called global.tsr, an authority stamped the log with the time. Give its certificate to "
        "check that:"
    )
    yield f"    {_VERIFY} --tsa-certificate ROOT.pem"
    yield _("It needs no network and no account. It ends with 0 when everything holds, and with 1 when not.")
    yield _("Keep this file. Next time it shows that nobody changed what you have seen.")
    yield _("WHAT IT SHOWS, AND WHAT IT DOES NOT")
    yield _(
        "It shows that nothing was changed, removed, added in between or put in another order since it was signed. It "
        "does not show that what was recorded is true, nor that everything was recorded."
    )
    yield _("WITHOUT WAYMARK")
    yield _("Every part has a public format, and others have written tools for them.")
    yield _FORMATS


def _withheld(withheld: int) -> str:
    if not withheld:
        return _("All of them are here in full, as they are stored. Personal text in them is sealed.")
    return ngettext(
        "%(num)s of them is not for you. In its place stands its hash: a number that nobody can turn back into text. "
        "It is counted, and it cannot be changed either without it showing.",
        "%(num)s of them are not for you. In their place stands their hash: a number that nobody can turn back into "
        "text. They are counted, and they cannot be changed either without it showing.",
        withheld,
    )
