#include "bots/read_documents.hpp"

#include <algorithm>

#include "bots/bounds.hpp"

namespace robson::bots {
namespace {

constexpr json::Limits limits{.bytes = longest_answer, .depth = 12, .values = 200'000};

template <class T>
Document<T> within_bounds(T document, const std::string& path = {}) {
  if (auto outside = out_of_bounds(document, path)) return Unexpected(std::move(*outside));
  return document;
}

template <class T>
Document<T> read_value(const json::Value& value, const std::string& path = {}) {
  auto read = json::read<T>(value, json::Unknown::ignored);
  if (!read) return Unexpected((path.empty() ? path : path + ": ") + read.error().text());
  return within_bounds(std::move(*read), path);
}

Document<json::Value> parse(std::string_view body) {
  auto tree = json::parse(body, limits);
  if (!tree) return Unexpected(tree.error().text());
  return std::move(*tree);
}

// The members of an object by name, each read as a T.
template <class T>
Document<std::map<std::string, T>> read_map(std::string_view body, bool (*is_name)(std::string_view)) {
  const auto tree = parse(body);
  if (!tree) return Unexpected(tree.error());
  if (tree->kind != json::Kind::object) return Unexpected(std::string("expected an object by name"));
  if (tree->children.size() > most_members) return Unexpected(std::string("too many members"));
  std::map<std::string, T> found;
  for (const json::Value& member : tree->children) {
    if (!is_name(member.key)) return Unexpected(std::string("a member with a name that is none"));
    auto read = read_value<T>(member, member.key);
    if (!read) return Unexpected(read.error());
    if (!found.emplace(member.key, std::move(*read)).second) return Unexpected(member.key + ": there twice");
  }
  return found;
}

// The id, and the event unless its type is one that we do not know.
Document<OneEvent> event_of(const json::Value& value) {
  const json::Value* id = value.find("id");
  OneEvent one;
  const json::Path at{nullptr, "id"};
  if (id == nullptr) return Unexpected(std::string("id: expected present, got missing"));
  if (auto bad = json::read_integer(*id, one.id, at)) return Unexpected(bad->text());
  if (one.id <= 0) return Unexpected(std::string("id: expected above 0"));
  auto event = read_value<bot_api::Event>(value);
  if (event) {
    one.event = std::move(*event);
    return one;
  }
  const json::Value* type = value.find("type");
  const bool is_new = type != nullptr && type->kind == json::Kind::text && type->text.size() <= longest_text &&
                      !json::value_of<hedge::BotEventType>(type->text);
  if (!is_new) return Unexpected(event.error());
  return one;
}

}  // namespace

bool is_position_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

template <json::Described T>
Document<T> read_document(std::string_view body) {
  const auto tree = parse(body);
  if (!tree) return Unexpected(tree.error());
  return read_value<T>(*tree);
}
template Document<bot_api::Health> read_document(std::string_view);
template Document<bot_api::Stats> read_document(std::string_view);
template Document<bot_api::Position> read_document(std::string_view);
template Document<bot_api::PauseState> read_document(std::string_view);
template Document<bot_api::Config> read_document(std::string_view);
template Document<Breakers> read_document(std::string_view);
template Document<Trades> read_document(std::string_view);
template Document<Payments> read_document(std::string_view);

Document<bot_api::Positions> read_positions(std::string_view body) {
  auto found = read_map<bot_api::Position>(body, is_position_id);
  if (!found) return found;
  for (const auto& [id, position] : *found) {
    if (position.position_id != id) return Unexpected(id + ".position_id: expected the name it stands under");
  }
  return found;
}

Document<bot_api::Chains> read_chains(std::string_view body) {
  return read_map<bot_api::Chain>(body, is_position_id);
}

Document<OneEvent> read_event(std::string_view body) {
  const auto tree = parse(body);
  if (!tree) return Unexpected(tree.error());
  return event_of(*tree);
}

Document<EventsPage> read_events(std::string_view body) {
  const auto tree = parse(body);
  if (!tree) return Unexpected(tree.error());
  const json::Value* events = tree->find("events");
  const json::Value* newest = tree->find("newest");
  if (events == nullptr || events->kind != json::Kind::array || events->children.size() > most_members) {
    return Unexpected(std::string("events: expected an array of at most 1000"));
  }
  EventsPage page;
  const json::Path at{nullptr, "newest"};
  if (newest == nullptr) return Unexpected(std::string("newest: expected present, got missing"));
  if (auto bad = json::read_integer(*newest, page.newest, at)) return Unexpected(bad->text());
  for (const json::Value& value : events->children) {
    auto one = event_of(value);
    if (!one) return Unexpected("events: " + one.error());
    if (one->id <= page.last) return Unexpected(std::string("events: ids do not grow"));
    page.last = one->id;
    if (one->event) page.events.push_back(std::move(*one->event));
  }
  if (page.newest < page.last) return Unexpected(std::string("newest: below an event of the page"));
  return page;
}

}  // namespace robson::bots
