#include <fmt/format.h>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/views/trading.hpp"
#include "json/write.hpp"

namespace robson::cli {
namespace {

Page switches_page(client::Answer<wire::RiskSwitches> answer) {
  Page page = page_of(answer.body);
  page.view = [switches = std::move(answer.value)](const Look& look) { return switches_view(switches, look); };
  return page;
}

net::Task<Exit> answered(Desk& desk, client::Asked<wire::RiskSwitches> asked) {
  auto answer = co_await std::move(asked);
  if (!answer) co_return desk.fail(answer.error());
  const Page page = switches_page(std::move(*answer));
  co_return show(desk, page);
}

net::Task<Exit> set_trading(Desk& desk, bool enabled) {
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const std::string effect =
      "This allows live execution for this client: a validated plan may then send real orders.\n";
  if (enabled) {
    if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  }
  const wire::TradingRequest request{enabled};
  co_return co_await answered(desk, desk.server().enable_trading(request, *key));
}

}  // namespace

PageAsked fetch_risk(Desk& desk) {
  auto answer = co_await desk.server().risk();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.stale = answer->value.stale;
  page.view = [risk = std::move(answer->value)](const Look& look) { return risk_view(risk, look); };
  co_return page;
}

PageAsked fetch_switches(Desk& desk) {
  auto answer = co_await desk.server().risk();
  if (!answer) co_return Unexpected(std::move(answer).error());
  const wire::RiskMetrics& risk = answer->value;
  const wire::RiskSwitches switches{.trading_enabled = risk.trading_enabled,
                                    .server_trading_enabled = risk.server_trading_enabled,
                                    .kill_switch = risk.kill_switch,
                                    .loss_pause = risk.loss_pause};
  Page page = page_of(json::text_of(switches));
  page.view = [switches](const Look& look) { return switches_view(switches, look); };
  co_return page;
}

// No question before it: to stop has to be quick, and it takes away nothing that cannot be given back.
net::Task<Exit> kill_switch_on(Desk& desk) {
  const auto reason = text_of_option(desk.asked, "--reason", 200);
  if (!reason) co_return desk.fail(reason.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const wire::KillSwitchRequest request{.on = true, .reason = *reason};
  co_return co_await answered(desk, desk.server().set_kill_switch(request, *key));
}

net::Task<Exit> kill_switch_off(Desk& desk) {
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const std::string effect =
      "This takes the kill switch off: plans may be executed again. Entries that it cancelled stay cancelled.\n";
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  const wire::KillSwitchRequest request{.on = false, .reason = {}};
  co_return co_await answered(desk, desk.server().set_kill_switch(request, *key));
}

net::Task<Exit> resume_trading(Desk& desk) {
  const auto reason = text_of_option(desk.asked, "--reason", 200);
  if (!reason) co_return desk.fail(reason.error());
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const std::string effect =
      "This ends the pause that the month's loss limit began: more than the limit may then be lost this month.\n";
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  const wire::ReasonRequest request{*reason};
  co_return co_await answered(desk, desk.server().resume_trading(request, *key));
}

net::Task<Exit> enable_trading(Desk& desk) {
  return set_trading(desk, true);
}

net::Task<Exit> disable_trading(Desk& desk) {
  return set_trading(desk, false);
}

}  // namespace robson::cli
