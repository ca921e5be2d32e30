// Checks proofs of Waymark's with Sigstore's own code. Reads {name, keyId, publicKey, proofs: [{body, index, hashes,
// checkpoint}]} from standard input, bytes in base64.
'use strict';
const crypto = require('crypto');
const { readFileSync } = require('fs');
const path = require('path');
const library = path.join(__dirname, 'node_modules', '@sigstore', 'verify', 'dist', 'tlog');
const { verifyCheckpoint } = require(path.join(library, 'checkpoint.js'));
const { verifyMerkleInclusion } = require(path.join(library, 'merkle.js'));

const bytes = (text) => Buffer.from(text, 'base64');
const { name, keyId, publicKey, proofs } = JSON.parse(readFileSync(0));
const key = crypto.createPublicKey({ key: bytes(publicKey), format: 'der', type: 'spki' });
const logs = [{ logID: bytes(keyId), baseURL: name, publicKey: key }];
for (const [number, proof] of proofs.entries()) {
  const inclusionProof = {
    logIndex: String(proof.index),
    hashes: proof.hashes.map(bytes),
    checkpoint: { envelope: proof.checkpoint },
  };
  const entry = { canonicalizedBody: bytes(proof.body), inclusionProof };
  try {
    verifyMerkleInclusion(entry, verifyCheckpoint(entry, logs));
  } catch (refused) {
    console.log(`FAIL ${number} ${refused.message}`);
    process.exit(1);
  }
}
console.log(`ok ${proofs.length}`);
