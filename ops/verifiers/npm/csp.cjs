// Each policy on standard input, a line each, judged by Google's csp_evaluator. Prints what it finds, as JSON.
const { CspEvaluator } = require("csp_evaluator/dist/evaluator.js");
const { CspParser } = require("csp_evaluator/dist/parser.js");
const { Severity } = require("csp_evaluator/dist/finding.js");

const policies = require("node:fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
const findings = policies.flatMap((policy) =>
  new CspEvaluator(new CspParser(policy).csp).evaluate().map((found) => ({
    severity: Severity[found.severity],
    directive: found.directive,
    says: found.description,
    policy,
  })),
);
console.log(JSON.stringify(findings));
