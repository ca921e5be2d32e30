"""The two texts in a bundle: plain English, and Easy Read."""

from service.audit.bundle_file import CHECKPOINT, ENTRIES, EPOCH, GLOBAL_PROOF


def readme(ledger: str, size: int, withheld: int) -> str:
    """Plain English, with the exact commands."""
    hidden = (
        f"{withheld:,} of them are not for you. In their place stands their hash: a number that nobody can turn back "
        "into text.\nThey are counted, and they cannot be changed either without it showing.\n"
        if withheld
        else "All of them are here in full, as they are stored. Personal text in them is sealed.\n"
    )
    return f"""THE RECORD OF {ledger}

This is everything that was recorded up to the moment it was signed: {size:,} entries.
{hidden}
HOW TO CHECK IT

You need Waymark (free), this file, and the installation's public key. The key is not in this file, and must not
come with it: you got it on paper, with your grant agreement, or somewhere else you trust.

    waymark audit verify THIS-FILE.zip --key "THE KEY"

If you have a file from an earlier time, add it. Then you also learn whether anything changed since:

    waymark audit verify THIS-FILE.zip --key "THE KEY" --old EARLIER-FILE.zip

And to be sure that it is about the programme you mean:

    waymark audit verify THIS-FILE.zip --key "THE KEY" --programme {ledger}

If somebody else watches this log and gave you their key (a witness), add it. Then you also learn that they were shown
the same history as you:

    waymark audit verify THIS-FILE.zip --key "THE KEY" --witness "THE WITNESS' KEY"

If there is a part called global.tsr, an authority stamped the log with the time. Give its certificate to check that:

    waymark audit verify THIS-FILE.zip --key "THE KEY" --tsa-certificate ROOT.pem

It needs no network and no account. It ends with 0 when everything holds, and with 1 when not.

Keep this file. Next time it shows that nobody changed what you have seen.

WHAT IT SHOWS, AND WHAT IT DOES NOT

It shows that nothing was changed, removed, added in between or put in another order since it was signed.
It does not show that what was recorded is true, nor that everything was recorded.

WITHOUT WAYMARK

Every part has a public format, and others have written tools for them.

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

The Go library golang.org/x/mod/sumdb (note and tlog) checks all of this; so does @sigstore/verify from npm.
"""


def easy_readme(withheld: int) -> str:
    """Easy Read: short sentences, one thought each."""
    hidden = (
        """
Some parts are not for you to read.
In their place is a long number.
The number shows that nobody changed that part.
"""
        if withheld
        else ""
    )
    return f"""ABOUT THIS FILE

This file is a list.
The list says what a group did, and when.

The list has a seal.
The seal shows if somebody changed the list.
{hidden}
HOW TO CHECK THE SEAL

You need a key.
The key is a line of letters and numbers.
The key is not in this file.
Somebody you trust gave it to you.

You need a computer with Waymark.
Ask somebody to help you if you want.

Type this line:

    waymark audit verify THIS-FILE.zip --key "THE KEY"

Read the first line of the answer.

It says “Everything holds”: nobody changed the list.
It says “This does not hold”: somebody changed something. Tell somebody you trust.

KEEP THIS FILE

Keep it in a safe place.
You can use it next year.
It will show if somebody changed the old list.

GOOD TO KNOW

The seal does not show that the list is true.
It only shows that nobody changed it later.
"""
