// robson producer and robson sign: who may send signals, and how a request of theirs is signed.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/private_file.hpp"
#include "cli/commands/documents.hpp"
#include "cli/commands/producer.hpp"
#include "cli/views/fields.hpp"
#include "cli/views/signals.hpp"
#include "json/write.hpp"

namespace robson::cli {

struct NewProducerWish {
  std::string name{};
  std::optional<std::int64_t> strategy_id{};
  bool webhook = false;
};
BOOST_DESCRIBE_STRUCT(NewProducerWish, (), (name, strategy_id, webhook))

namespace {

constexpr std::size_t longest_body = 16U << 10U;

std::string first_line(std::string text) {
  text.erase(std::min(text.find_first_of("\r\n"), text.size()));
  return text;
}

json::Value text_member(std::string name, std::string text) {
  return {.kind = json::Kind::text, .key = std::move(name), .text = std::move(text), .children = {}};
}

// Headers as a document, and as lines that curl takes with --header @FILE.
Page headers_page(const net::Headers& headers) {
  Page page;
  page.document = {.kind = json::Kind::object, .key = {}, .text = {}, .children = {}};
  std::string lines;
  for (const auto& [name, value] : headers) {
    page.document.children.push_back(text_member(name, value));
    lines += fmt::format("{}: {}\n", name, value);
  }
  page.view = [lines](const Look&) { return lines; };
  return page;
}

// The secret's file is made before anything is asked for, so that no secret is made that cannot be kept.
std::optional<std::string> why_not_kept_in(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::exists(std::filesystem::symlink_status(path, failed))) {
    return fmt::format("{} is there already; a secret is never written over another", clean(path));
  }
  if (const auto made = write_private(path, Secret()); !made) {
    return fmt::format("{} cannot be written: {}", clean(path), made.error());
  }
  return std::nullopt;
}

json::Value* child(json::Value& object, std::string_view name) {
  const auto found = std::ranges::find(object.children, name, &json::Value::key);
  return found == object.children.end() ? nullptr : &*found;
}

// Into the file instead of the answer; if that fails after all it stays in the answer, for it is told only once.
bool keep_secret(Desk& desk, const std::string& path, Page& page) {
  json::Value* secret = child(page.document, "secret");
  if (secret == nullptr) return false;
  if (const auto kept = write_private(path, Secret(secret->text + '\n')); !kept) {
    desk.note(fmt::format("{} cannot be written: {}. Keep the secret that follows.", clean(path), kept.error()));
    return false;
  }
  secret->kind = json::Kind::null;
  secret->text.clear();
  desk.note(fmt::format("The secret is in {}, which only you can read.", clean(path)));
  return true;
}

}  // namespace

Read<std::optional<std::string>> confidence_of(const Invocation& asked, std::string_view name) {
  if (!asked.has(name)) return std::optional<std::string>{};
  std::string typed = asked.value(name);
  const auto value = Decimal::parse(typed);
  if (value && !value->is_negative() && *value <= Decimal::integer(1) && value->places() <= 4) {
    return std::optional(value->text());
  }
  return invalid(fmt::format("{}: expected 0 to 1 with at most 4 places such as 0.65, got \"{}\"", name, clean(typed)));
}

Read<client::Producer> producer_of(const Invocation& asked) {
  for (const std::string_view name : {"--producer", "--secret-file"}) {
    if (!asked.has(name)) return invalid(fmt::format("{} is missing", name));
  }
  client::Producer producer{.id = asked.value("--producer")};
  if (!client::is_producer_id(producer.id)) {
    return invalid(fmt::format("--producer: expected an id such as prd_4f7k2m9q1x8z, got \"{}\"", clean(producer.id)));
  }
  const std::string path = asked.value("--secret-file");
  const auto text = read_private(path);
  if (!text) return invalid(fmt::format("{}: {}", clean(path), text.error()));
  producer.secret = Secret(first_line(text->reveal()));
  if (producer.secret.empty()) return invalid(fmt::format("{} holds no secret", clean(path)));
  return producer;
}

net::Task<Exit> tell_as_producer(Desk& desk, client::Producer producer, client::Change change) {
  net::Headers headers = client::signature_of(producer, change.body, desk.world.clock.now(), desk.world.fresh_key());
  const auto body = co_await desk.server().tell_signed(std::move(change), std::move(headers));
  if (!body) co_return desk.fail(body.error());
  const Page page = document_page(*body, "", signal_line);
  co_return show(desk, page);
}

PageAsked fetch_producers(Desk& desk) {
  return fetch_document(desk, "/api/v1/producers", "producers", producers_table);
}

net::Task<Exit> add_producer(Desk& desk) {
  const auto strategy = co_await strategy_of(desk, "--strategy");
  if (!strategy) co_return desk.fail(strategy.error());
  const std::string file = desk.asked.value("--secret-file");
  if (!file.empty()) {
    if (const auto why = why_not_kept_in(file)) co_return desk.usage(*why);
  }
  const NewProducerWish wish{desk.asked.value("NAME"), *strategy, desk.asked.has("--webhook")};
  client::Change change{.path = "/api/v1/producers", .body = json::text_of(wish)};
  const auto body = co_await tell(desk, std::move(change));
  if (!body) {
    std::error_code ignored;
    if (!file.empty()) std::filesystem::remove(file, ignored);
    co_return desk.fail(body.error());
  }
  Page page = page_of(*body);
  const bool kept = !file.empty() && keep_secret(desk, file, page);
  page.view = [document = page.document](const Look& look) { return new_producer_lines(document, look); };
  page.failed = !file.empty() && !kept;
  if (!kept) desk.note("The secret is shown this once. Keep it where only its program can read it.");
  co_return show(desk, page);
}

net::Task<Exit> revoke_producer(Desk& desk) {
  const std::string id = desk.asked.value("ID");
  if (!client::is_producer_id(id)) co_return desk.usage("ID: expected an id such as prd_4f7k2m9q1x8z");
  const std::string effect =
      fmt::format("This revokes {}, at once: its signals are refused, and those that wait are cancelled.\n", id);
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  client::Change change{.method = net::Method::DELETE, .path = "/api/v1/producers/" + id};
  const auto body = co_await tell(desk, std::move(change));
  if (!body) co_return desk.fail(body.error());
  desk.note(fmt::format("Producer {} is revoked.", id));
  co_return Exit::ok;
}

net::Task<Exit> sign(Desk& desk) {
  const auto producer = producer_of(desk.asked);
  if (!producer) co_return desk.fail(producer.error());
  if (desk.world.input_is_terminal) {
    co_return desk.usage("the body is read from standard input: robson sign ... < signal.json");
  }
  auto body = desk.world.read_input(longest_body);
  if (!body) co_return desk.usage("standard input: a signal has at most 16 KiB");
  if (body->empty()) co_return desk.usage("standard input: the signal's JSON is missing");
  if (desk.asked.has("--post")) {
    client::Change change{.path = "/api/v1/signals", .body = std::move(*body)};
    co_return co_await tell_as_producer(desk, *producer, std::move(change));
  }
  const net::Headers headers = client::signature_of(*producer, *body, desk.world.clock.now(), desk.world.fresh_key());
  const Page page = headers_page(headers);
  co_return show(desk, page);
}

}  // namespace robson::cli
