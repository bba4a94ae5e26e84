// The few emoji that business messages use, by Slack's short names.

const KNOWN = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  calendar: "📅", spiral_calendar_pad: "🗓️", bar_chart: "📊", chart_with_upwards_trend: "📈", memo: "📝", tada: "🎉",
  wave: "👋", bulb: "💡", mag: "🔍", lock: "🔒", bell: "🔔", eyes: "👀", rocket: "🚀", handshake: "🤝", star: "⭐",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", white_circle: "⚪", thumbsup: "👍", "+1": "👍",
  information_source: "ℹ️", arrow_right: "➡️", link: "🔗", moneybag: "💰", office: "🏢", inbox_tray: "📥", house: "🏠",
};

export function emoji(name) {
  return KNOWN[name] ?? null;
}
