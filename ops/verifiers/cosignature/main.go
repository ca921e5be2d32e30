// Checks cosignatures of witnesses with the code of the transparency-dev project, and with nothing of ours.
// `cosignature check NOTE LOG-KEY WITNESS-KEY` says when the witness cosigned; `cosignature sign NOTE SECRET-KEY` gives
// the note with a cosignature made by that code.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"

	formats "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	signed, err := os.ReadFile(os.Args[2])
	try("note", err)
	if os.Args[1] == "sign" {
		signer, err := formats.NewSignerForCosignatureV1(os.Args[3])
		try("key", err)
		unverified, err := note.Open(signed, note.VerifierList())
		kept, ok := err.(*note.UnverifiedNoteError)
		if !ok {
			try("note", err)
		} else {
			unverified = kept.Note
		}
		cosigned, err := note.Sign(unverified, signer)
		try("sign", err)
		fmt.Print(string(cosigned))
		return
	}
	log, err := note.NewVerifier(os.Args[3])
	try("log key", err)
	witness, err := formats.NewVerifierForCosignatureV1(os.Args[4])
	try("witness key", err)
	opened, err := note.Open(signed, note.VerifierList(log, witness))
	try("note", err)
	for _, signature := range opened.Sigs {
		if signature.Name == witness.Name() && signature.Hash == witness.KeyHash() {
			raw, err := base64.StdEncoding.DecodeString(signature.Base64)
			try("signature", err)
			fmt.Println("ok", signature.Name, binary.BigEndian.Uint64(raw[4:12]))
			return
		}
	}
	try("witness", fmt.Errorf("it did not cosign this"))
}

func try(what string, err error) {
	if err != nil {
		fmt.Println("FAIL", what, err)
		os.Exit(1)
	}
}
