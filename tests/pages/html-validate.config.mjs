// The HTML standard and good practice as html-validate knows them, with what
// GOV.UK Frontend's components do on purpose.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // A title begins with the page's heading, which may be as long as its content asks.
    "long-title": "off",
    // Templates leave blank lines; nobody reads the source but browsers.
    "no-trailing-whitespace": "off",
    // A link that looks like a button says so to those who hear it.
    "prefer-native-element": ["error", { exclude: ["button"] }],
    // "Show password" turns the field into text, which then must not be capitalised.
    "input-attributes": "off",
    // All boxes of one question carry the question's name.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "submit"] }],
    // Numbers are kept on one line by the stylesheet, so that copying one copies
    // ordinary spaces.
    "tel-non-breaking": "off",
  },
};
