// robson audit: who did what, and the proof that nothing of it was changed.
#include <fmt/format.h>

#include <limits>

#include "cli/audit_file.hpp"
#include "cli/commands/documents.hpp"
#include "cli/commands/listing.hpp"
#include "cli/config_file.hpp"
#include "cli/views/access.hpp"
#include "cli/views/fields.hpp"

namespace robson::cli {
namespace {

constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

// --seq and --hash: a head that was kept elsewhere.
Read<std::optional<KeptHead>> kept_head(const Invocation& asked) {
  if (asked.has("--seq") != asked.has("--hash")) return invalid("--seq and --hash belong together");
  if (!asked.has("--seq")) return std::optional<KeptHead>{};
  const auto seq = number_of(asked, "--seq", 1, highest, 0);
  if (!seq) return Unexpected(seq.error());
  return std::optional(KeptHead{*seq, asked.value("--hash")});
}

Exit verify_file(Desk& desk, const std::optional<KeptHead>& kept) {
  const auto client = number_of(desk.asked, "--client", 1, highest, 1);
  if (!client) return desk.fail(client.error());
  const std::string path = desk.asked.value("--file");
  const auto text = read_text_file(path);
  if (!text || text->empty()) return desk.usage(fmt::format("{} cannot be read, or is empty", clean(path)));
  std::optional<std::string> key;
  if (desk.asked.has("--public-key")) key = desk.asked.value("--public-key");
  const auto proof = prove_audit(*text, *client, kept, key);
  if (!proof) {
    const AuditFault& fault = proof.error();
    desk.note(fault.seq == 0 ? fmt::format("BROKEN: {}", fault.what)
                             : fmt::format("BROKEN at entry {}: {}", fault.seq, clean(fault.what)));
    return Exit::failure;
  }
  desk.print(fmt::format("The chain holds: {} entries\nHead: {} {}\nSigned by: {}{}\n", proof->entries, proof->head.seq,
                         proof->head.hash, proof->public_key,
                         key ? "" : " (compare it with the one that you know, or name it with --public-key)"));
  return Exit::ok;
}

}  // namespace

PageAsked fetch_audit(Desk& desk) {
  auto query = list_query(desk.asked, {"--outcome"});
  if (!query) co_return Unexpected(query.error());
  query->add("user", desk.asked.value("--user")).add("action", desk.asked.value("--action"));
  query->add("q", desk.asked.value("--search"));
  if (desk.asked.has("--csv")) co_return co_await fetch_csv(desk, std::move(*query), "/api/v1/audit");
  auto page = co_await fetch_document(desk, query->on("/api/v1/audit"), "entries", audit_table);
  if (page) {
    const std::string next = text_at(page->document, "next_cursor");
    if (!next.empty()) desk.note(fmt::format("There are more; the next page: --cursor {}", clean(next)));
  }
  co_return page;
}

net::Task<Exit> verify_audit(Desk& desk) {
  const auto kept = kept_head(desk.asked);
  if (!kept) co_return desk.fail(kept.error());
  if (desk.asked.has("--file")) co_return verify_file(desk, *kept);
  client::Query query;
  if (*kept) query.add("seq", std::to_string((*kept)->seq)).add("hash", (*kept)->hash);
  const auto body = co_await desk.server().document(query.on("/api/v1/audit/verify"));
  if (!body) co_return desk.fail(body.error());
  Page page = document_page(*body, "", audit_verdict_view);
  if (!is_true(page.document, "ok")) page.exit = Exit::failure;
  co_return show(desk, page);
}

net::Task<Exit> export_audit(Desk& desk) {
  const auto body = co_await desk.server().document("/api/v1/audit/export");
  if (!body) co_return desk.fail(body.error());
  if (!desk.asked.has("--file")) {
    desk.print(*body);
    co_return Exit::ok;
  }
  const std::string path = desk.asked.value("--file");
  if (!replace_text_file(path, *body)) co_return desk.usage(fmt::format("{} cannot be written", clean(path)));
  desk.note(fmt::format("Written to {}. Prove it with: robson audit verify --file {}", clean(path), clean(path)));
  co_return Exit::ok;
}

}  // namespace robson::cli
