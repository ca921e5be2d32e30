// Checks a bundle of Waymark's with Go's own libraries for signed notes and transparency logs, and with nothing of ours:
// `bundle FOLDER KEY [OLD-CHECKPOINT]`, where FOLDER is the bundle, unpacked.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// folder gives the tiles that lie in the bundle. Go writes tile/8/0/000 where C2SP writes tile/0/000.
type folder struct{ path string }

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, tile := range tiles {
		content, err := os.ReadFile(filepath.Join(f.path, "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		if len(content) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", tile.Path(), len(content))
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func main() {
	path, key := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(key)
	try("key", err)
	verifiers := note.VerifierList(verifier)

	text, checkpoint := open(read(path, "checkpoint"), verifiers)
	reader := tlog.TileHashReader(checkpoint, folder{path})
	checkEntries(path, checkpoint, reader)

	if len(os.Args) > 3 {
		_, old := open(read("", os.Args[3]), verifiers)
		proof, err := tlog.ProveTree(checkpoint.N, old.N, reader)
		try("growth", err)
		try("growth", tlog.CheckTree(proof, checkpoint.N, checkpoint.Hash, old.N, old.Hash))
	}
	checkProof(read(path, "global.tlog-proof"), text, verifiers)
	epoch, err := note.Open([]byte(read(path, "epoch.txt")), verifiers)
	try("epoch", err)
	checkProof(read(path, "epoch.tlog-proof"), epoch.Text, verifiers)
	fmt.Println("ok", checkpoint.N)
}

func checkEntries(path string, checkpoint tlog.Tree, reader tlog.HashReader) {
	file, err := os.Open(filepath.Join(path, "entries.jsonl"))
	try("entries", err)
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<24)
	var number int64
	for ; scanner.Scan(); number++ {
		hash := tlog.RecordHash(scanner.Bytes())
		if bytes.HasPrefix(scanner.Bytes(), []byte(`{"hash":`)) {
			var withheld struct{ Hash []byte }
			try(fmt.Sprint("entry ", number), json.Unmarshal(scanner.Bytes(), &withheld))
			copy(hash[:], withheld.Hash)
		}
		proof, err := tlog.ProveRecord(checkpoint.N, number, reader)
		try(fmt.Sprint("entry ", number), err)
		try(fmt.Sprint("entry ", number), tlog.CheckRecord(proof, checkpoint.N, checkpoint.Hash, number, hash))
	}
	try("entries", scanner.Err())
	if number != checkpoint.N {
		try(fmt.Sprint("entry ", number), fmt.Errorf("missing: %d were signed", checkpoint.N))
	}
}

// checkProof reads c2sp.org/tlog-proof, for which the library has no reader.
func checkProof(proof, text string, verifiers note.Verifiers) {
	head, checkpoint, _ := strings.Cut(proof, "\n\n")
	lines := strings.Split(head, "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	try("proof", err)
	_, tree := open(checkpoint, verifiers)
	var hashes tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		try("proof", err)
		hashes = append(hashes, hash)
	}
	try("proof", tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash([]byte(text))))
}

// open checks the signature of a checkpoint. tlog.ParseTree knows only the checksum database's own first line.
func open(signed string, verifiers note.Verifiers) (string, tlog.Tree) {
	opened, err := note.Open([]byte(signed), verifiers)
	try("checkpoint", err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	try("checkpoint", err)
	hash, err := base64.StdEncoding.DecodeString(lines[2])
	try("checkpoint", err)
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], hash)
	return opened.Text, tree
}

func read(folder, name string) string {
	content, err := os.ReadFile(filepath.Join(folder, name))
	try(name, err)
	return string(content)
}

func try(what string, err error) {
	if err != nil {
		fmt.Println("FAIL", what, err)
		os.Exit(1)
	}
}
