#include "feed/answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/write.hpp"

namespace robson::feed {
namespace {

constexpr std::size_t page_bytes = std::size_t{48} * 1024;

void append_key(std::string& out, std::string_view key) {
  json::write_text(out, key);
  out += ':';
}

}  // namespace

bool Answer::is_over() const {
  return is_snapshot ? part_ >= parts.size() : message_ >= messages.size();
}

void Answer::leave_out(Channels channels) {
  for (std::size_t i = parts.size(); i-- > part_;) {
    if (!channels.has(parts[i].channel)) continue;
    if (i == part_) member_ = 0;
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
  }
  const auto rest = messages.begin() + static_cast<std::ptrdiff_t>(message_);
  messages.erase(std::remove_if(rest, messages.end(), [&](const auto& one) { return channels.has(one->channel()); }),
                 messages.end());
}

std::optional<std::string> Answer::next_page() {
  if (!owes_page_) return {};
  std::string page = is_snapshot ? snapshot_page() : catch_up_page();
  owes_page_ = !is_over();  // the page says so: another one follows, should what is left be taken out meanwhile
  return page;
}

std::string Answer::snapshot_page() {
  std::string data;
  while (part_ < parts.size() && data.size() < page_bytes) {
    const Part& part = parts[part_];
    if (!data.empty()) data += ',';
    append_key(data, name_of(part.channel));
    if (part.members.size() == 1 && part.members.front().key.empty()) {
      data += part.members.front().json;
      ++part_;
      continue;
    }
    data += '{';
    const std::size_t first = member_;
    while (member_ < part.members.size() && data.size() < page_bytes) {
      const Member& member = part.members[member_];
      if (member_ != first) data += ',';
      append_key(data, member.key);
      data += member.json;
      ++member_;
    }
    data += '}';
    if (member_ < part.members.size()) break;
    member_ = 0;
    ++part_;
  }
  return fmt::format(
      R"({{"type":"snapshot","epoch":{},"seq":{},"timestamp":"{}","resync":{},"more":{},"data":{{{}}}}})", epoch,
      to_seq, to_rfc3339(at), resync, !is_over(), data);
}

std::string Answer::catch_up_page() {
  std::string events;
  while (message_ < messages.size() && events.size() < page_bytes) {
    if (!events.empty()) events += ',';
    events += messages[message_++]->json();
  }
  return fmt::format(
      R"({{"type":"catch_up","epoch":{},"from_seq":{},"to_seq":{},"timestamp":"{}","more":{},"events":[{}]}})", epoch,
      from_seq, to_seq, to_rfc3339(at), !is_over(), events);
}

}  // namespace robson::feed
