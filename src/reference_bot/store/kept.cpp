#include "reference_bot/store/kept.hpp"

#include <algorithm>

namespace robson::reference_bot {
namespace {

constexpr std::size_t slack = 2'000;  // documents beyond Row::hold before the oldest are dropped
constexpr std::size_t documents_a_line = 500;

// Cuts `all` into lines, each filled by `fill` with one document.
template <class All, class Fill>
void append_in_parts(std::string& out, std::int64_t number, const All& all, const Fill& fill) {
  Record part{.number = number};
  std::size_t size = 0;
  for (const auto& each : all) {
    fill(part, each);
    if (++size % documents_a_line != 0) continue;
    out += line_of(part);
    part = Record{.number = number};
  }
  if (size % documents_a_line != 0) out += line_of(part);
}

// Reads the lines of a file into `into`. Those that are not above `known` stand in it already.
void read_lines(std::string_view text, std::int64_t known, Recovered& into) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) {
      into.torn = true;
      return;
    }
    const auto record = record_of(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (!record) {
      ++into.damaged;
    } else if (record->number > known) {
      into.kept.take(*record);
    }
  }
}

}  // namespace

void Row::add(const std::vector<Numbered>& fresh, bool without_holes) {
  for (const Numbered& each : fresh) {
    if (each.id <= newest_) continue;
    if (without_holes && each.id != newest_ + 1) documents_.clear();
    documents_.push_back(each);
    newest_ = each.id;
  }
  if (documents_.size() <= hold + slack) return;
  documents_.erase(documents_.begin(), documents_.end() - static_cast<std::ptrdiff_t>(hold));
}

std::vector<const Numbered*> Row::after(std::int64_t id, std::size_t most) const {
  auto at = std::upper_bound(documents_.begin(), documents_.end(), id,
                             [](auto wanted, const Numbered& each) { return wanted < each.id; });
  std::vector<const Numbered*> found;
  for (; at != documents_.end() && found.size() < most; ++at) found.push_back(&*at);
  return found;
}

bool Row::reaches_back_to(std::int64_t id) const {
  if (id > newest_) return false;
  return id == newest_ || (!documents_.empty() && documents_.front().id <= id + 1);
}

void Kept::take(const Record& record) {
  number_ = std::max(number_, record.number);
  if (record.state) state_ = record.state;
  events_.add(record.events, true);
  trades_.add(record.trades, false);
  payments_.add(record.payments, false);
}

std::string Kept::lines() const {
  std::string out;
  append_in_parts(out, number_, events_.all(), [](Record& part, const Numbered& each) { part.events.push_back(each); });
  append_in_parts(out, number_, trades_.all(), [](Record& part, const Numbered& each) { part.trades.push_back(each); });
  append_in_parts(out, number_, payments_.all(),
                  [](Record& part, const Numbered& each) { part.payments.push_back(each); });
  out += line_of(Record{.number = number_, .state = state_});
  return out;
}

Recovered recover(std::string_view snapshot, std::string_view journal) {
  Recovered recovered;
  read_lines(snapshot, 0, recovered);
  // A snapshot is put in place as a whole: a cut one was damaged afterwards.
  if (std::exchange(recovered.torn, false)) ++recovered.damaged;
  read_lines(journal, recovered.kept.number(), recovered);
  return recovered;
}

}  // namespace robson::reference_bot
