// A certified OpenID provider, with one client and anybody who signs in. Only for tests: port and address to come back to.
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const [port, back] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const provider = new Provider(issuer, {
  clients: [{ client_id: "waymark", client_secret: "a secret of this test alone, and long", redirect_uris: [back] }],
  jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: "1" }] },
  cookies: { keys: ["a test"] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: "ann@example.org", email_verified: true }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
