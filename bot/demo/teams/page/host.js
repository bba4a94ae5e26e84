// How Teams draws cards, light theme: sizes, spacing, colors (darkened where Teams' own miss a contrast of 4.5).

const tone = (normal, subtle) => ({ default: normal, subtle, highlightColors: { default: "#22fff200", subtle: "#11fff200" } });
const INK = {
  default: tone("#242424", "#616161"), dark: tone("#242424", "#616161"), light: tone("#ffffff", "#e0e0e0"),
  accent: tone("#4f52b2", "#5b5fc7"), good: tone("#0e700e", "#0e700e"), warning: tone("#835b00", "#835b00"), attention: tone("#b10e1c", "#b10e1c"),
};
const ground = (color) => ({ backgroundColor: color, foregroundColors: INK });

export const FONT = '"Segoe UI", -apple-system, Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';

export const HOST = {
  fontFamily: FONT,
  fontTypes: { default: { fontFamily: FONT }, monospace: { fontFamily: 'ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace' } },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "#e0e0e0" },
  supportsInteractivity: true,
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: ground("#ffffff"), emphasis: ground("#f5f5f5"), accent: ground("#e8ebfa"),
    good: ground("#e7f2da"), attention: ground("#fdf3f4"), warning: ground("#fff9e5"),
  },
  inputs: {
    label: { inputSpacing: "small", requiredInputs: { weight: "bolder", size: "default", suffix: " *", suffixColor: "attention" }, optionalInputs: { weight: "bolder", size: "default" } },
    errorMessage: { size: "small", color: "attention", spacing: "small", weight: "default" },
  },
  actions: { maxActions: 6, spacing: "default", buttonSpacing: 8, showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" }, actionsOrientation: "horizontal", actionAlignment: "left" },
  adaptiveCard: { allowCustomStyle: false },
  factSet: { title: { color: "default", size: "default", isSubtle: false, weight: "bolder", wrap: true, maxWidth: 180 }, value: { color: "default", size: "default", isSubtle: false, weight: "default", wrap: true }, spacing: 16 },
  textStyles: { heading: { size: "large", weight: "bolder", color: "default", isSubtle: false, fontType: "default" }, columnHeader: { weight: "bolder", size: "default", color: "default", isSubtle: false, fontType: "default" } },
  textBlock: { headingLevel: 2 },
};
