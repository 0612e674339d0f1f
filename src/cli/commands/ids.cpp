// What a shell's completion asks for: the ids of one kind, newest first, one a line; nothing at all when something is
// wrong, for a prompt is no place for errors.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"

namespace robson::cli {
namespace {

struct Kind {
  std::string_view name{};
  std::string_view path{};
  std::string_view list{};
  std::string_view member{};
};
constexpr std::array<Kind, 8> kinds = {{{"plans", "/api/plans/?limit=30", "plans", "id"},
                                        {"positions", "/api/portfolio/positions/", "positions", "id"},
                                        {"operations", "/api/operations/history/?limit=30", "operations", "id"},
                                        {"orders", "/api/orders/?limit=30", "orders", "id"},
                                        {"strategies", "/api/strategies/", "strategies", "id"},
                                        {"symbols", "/api/symbols/?watched=true", "symbols", "symbol"},
                                        {"signals", "/api/v1/approvals/pending", "signals", "id"},
                                        {"producers", "/api/v1/producers", "producers", "id"}}};

}  // namespace

net::Task<Exit> print_ids(Desk& desk) {
  const auto kind = std::ranges::find(kinds, desk.asked.value("KIND"), &Kind::name);
  if (kind == kinds.end()) co_return Exit::usage;
  const auto reply = co_await desk.server().get(std::string(kind->path));
  if (!reply || reply->status != 200) co_return Exit::failure;
  const auto document = json::parse(reply->body, {.bytes = 16U << 20U, .depth = 16, .values = 2'000'000});
  if (!document) co_return Exit::failure;
  const json::Value* rows = document->find(kind->list);
  if (rows == nullptr) co_return Exit::failure;
  for (const json::Value& row : rows->children) {
    const json::Value* id = row.find(kind->member);
    if (id != nullptr && id->kind != json::Kind::null) desk.print(clean(id->text) + '\n');
  }
  co_return Exit::ok;
}

}  // namespace robson::cli
