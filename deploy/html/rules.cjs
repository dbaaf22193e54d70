// What html-validate holds our pages to. A rule that is off or softened says why.
module.exports = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // Django's templates leave blanks where their tags stood. They weigh nothing once compressed.
    "no-trailing-whitespace": "off",
    // ARIA allows a name on lists, figures and groups too, and screen readers say it. By default this rule does not.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // Boxes of one name are a set: of them, as many as the reader ticks are sent.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }],
    // A country's or an event's name is as long as it is.
    "long-title": "off",
    // Django writes `for` on a label that holds its box as well. Voice control programs need one or the other.
    "no-redundant-for": "off",
    // A box that scrolls is a region, so that it has a name, and not a section of the text.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // Only what comes from elsewhere could be changed on the way, and nothing does.
    "require-sri": ["error", { target: "crossorigin" }],
  },
};
