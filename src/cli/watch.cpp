#include "cli/watch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/figures.hpp"

namespace robson::cli {
namespace {

Duration since(std::chrono::steady_clock::time_point moment) {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - moment);
}

}  // namespace

Watch::Watch(Desk& desk)
    : desk_(desk),
      screen_(desk.world, desk.world.out.is_terminal() && desk.world.variable("TERM").value_or("dumb") != "dumb") {}

bool Watch::show(Page page) {
  page_ = std::move(page);
  answered_ = std::chrono::steady_clock::now();
  if (std::exchange(trouble_, std::nullopt) && !is_for_people()) desk_.note("robson: the server answers again");
  return draw();
}

bool Watch::show_trouble(const client::Error& error) {
  const bool is_new = !trouble_;
  if (is_new) trouble_since_ = std::chrono::steady_clock::now();
  trouble_ = error;
  if (is_for_people()) return draw();
  if (is_new) desk_.fail(error);
  return true;
}

void Watch::say_feed_lost(const client::Error& error, Duration interval) {
  if (!feed_trouble_.empty()) return;
  feed_trouble_ = fmt::format("The live feed is interrupted ({}); asking every {} until it is back.", clean(error.text),
                              age(interval));
  if (!is_for_people()) desk_.note("robson: " + feed_trouble_);
}

void Watch::say_feed_back() {
  const bool was_said = !std::exchange(feed_trouble_, {}).empty();
  if (was_said && !is_for_people()) desk_.note("robson: the live feed is back");
}

bool Watch::is_for_people() const {
  return desk_.format(page_) == Format::table;
}

bool Watch::draw() {
  if (desk_.settings.quiet) return true;
  const bool headings = desk_.settings.headings && (first_ || is_for_people());
  const std::string text = is_for_people() ? frame() : rendered(desk_, page_, Duration::zero(), headings);
  first_ = false;
  return desk_.wrote(screen_.draw(text));
}

std::string Watch::frame() const {
  const Style style = desk_.style();
  std::string text;
  if (trouble_) {
    const std::string sentence = fmt::format("{}; trying again for {}. What follows is {} old.", clean(trouble_->text),
                                             age(since(trouble_since_)), age(since(answered_)));
    for (const auto& line : wrap(style.paint(Tone::bad, sentence), style.columns, 2)) text += line + '\n';
    text += '\n';
  } else if (!feed_trouble_.empty()) {
    for (const auto& line : wrap(style.paint(Tone::dim, feed_trouble_), style.columns, 2)) text += line + '\n';
    text += '\n';
  }
  return text + page_.view({.style = style, .elapsed = since(answered_), .headings = desk_.settings.headings});
}

bool may_pass(const client::Error& error) {
  using client::Cause;
  return error.cause == Cause::unreachable || error.cause == Cause::busy || error.cause == Cause::failed ||
         error.cause == Cause::bad_answer;
}

Duration pause_after(const client::Error& error, Duration interval) {
  constexpr Duration longest = std::chrono::seconds(60);
  if (error.retry_after) return std::clamp(*error.retry_after, interval, std::max(interval, longest));
  return std::min<Duration>(interval, std::chrono::seconds(1));
}

}  // namespace robson::cli
