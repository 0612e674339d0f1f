// Then: what a command was answered, what a plan says, what validation found, what the proof of an exit names.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/script.hpp"

namespace robson::scenario {
namespace {

void expect(const std::string& what, const std::string& expected, const std::string& is) {
  if (expected != is) throw Fault(fmt::format("{}: expected {}, is {}", what, expected, is));
}
void expect(const std::string& what, const std::string& expected, Decimal is) {
  if (number(expected) != is) throw Fault(fmt::format("{}: expected {}, is {}", what, expected, is.text()));
}

std::string refusal_of(const World& world) {
  const auto* no = std::get_if<engine::Rejection>(&world.reply);
  return no == nullptr ? "accepted" : no->code;
}

const Proposal& proposal(const World& world) {
  if (const auto* plan = std::get_if<Plan>(&world.reply)) return plan->proposal;
  const auto found = world.state().plans.find(world.plan);
  if (found == world.state().plans.end()) throw Fault("there is no plan: " + refusal_of(world));
  return found->second.proposal;
}

void answers(Language& say) {
  say.check("it is refused with {}", [](World& world, Words w) { expect("answer", w[0], refusal_of(world)); });
  say.check("it is refused with {} at {}", [](World& world, Words w) {
    expect("answer", w[0], refusal_of(world));
    expect("field", w[1], std::get<engine::Rejection>(world.reply).field);
  });
  say.check("it is accepted", [](World& world, Words) { expect("answer", "accepted", refusal_of(world)); });
  say.check("it would send {...}", [](World& world, Words w) {
    const auto* done = std::get_if<engine::Execution>(&world.reply);
    if (done == nullptr) throw Fault("nothing would be sent: " + refusal_of(world));
    if (!done->dry_run) throw Fault("that was no dry run");
    if (done->orders.size() != 1) throw Fault(fmt::format("{} orders would be sent", done->orders.size()));
    engine::Effect effect;
    effect.what = PlaceOrder{done->orders.front()};
    expect("would send", w[0], in_words(world, effect));
  });
}

void validation(Language& say) {
  const auto status = [](const World& world) -> std::string {
    if (world.report.status == ReportStatus::PASS) return "PASS";
    return world.report.status == ReportStatus::WARNING ? "WARNING" : "FAIL";
  };
  const auto codes = [](const World& world) {
    std::string text;
    for (const Issue& issue : world.report.issues) text += (text.empty() ? "" : " ") + issue.code;
    return text;
  };
  say.check("validation passes", [=](World& world, Words) {
    expect("validation", "PASS", status(world) + (codes(world).empty() ? "" : " " + codes(world)));
  });
  say.check("validation fails with {...}", [=](World& world, Words w) {
    expect("validation", "FAIL", status(world));
    expect("issues", w[0], codes(world));
  });
  say.check("validation warns of {...}", [=](World& world, Words w) {
    expect("validation", "WARNING", status(world));
    expect("issues", w[0], codes(world));
  });
  say.check("the check {} passes", [](World& world, Words w) {
    if (std::ranges::find(world.report.passed, w[0]) == world.report.passed.end()) throw Fault("it does not");
  });
}

void plan(Language& say) {
  say.check("the planned quantity is {}",
            [](World& world, Words w) { expect("quantity", w[0], proposal(world).quantity.value); });
  say.check("the computed quantity is {}",
            [](World& world, Words w) { expect("computed", w[0], proposal(world).size.quantity.value); });
  say.check("the planned entry is {}",
            [](World& world, Words w) { expect("entry", w[0], proposal(world).entry.value); });
  say.check("the worst entry is {}",
            [](World& world, Words w) { expect("worst entry", w[0], proposal(world).worst_entry.value); });
  say.check("the planned stop is {}", [](World& world, Words w) { expect("stop", w[0], proposal(world).stop.value); });
  say.check("the planned target is {}",
            [](World& world, Words w) { expect("target", w[0], proposal(world).target.value_or(Price{}).value); });
  say.check("the planned capital is {}",
            [](World& world, Words w) { expect("capital", w[0], proposal(world).capital.value); });
  say.check("the planned risk is {}",
            [](World& world, Words w) { expect("risk", w[0], proposal(world).size.risk.value); });
  say.check("the size is capped", [](World& world, Words) {
    if (!proposal(world).size.is_capped) throw Fault("it is not");
  });
  say.check("the size is not capped", [](World& world, Words) {
    if (proposal(world).size.is_capped) throw Fault("it is");
  });
  say.check("the stop's method is {}", [](World& world, Words w) {
    const char* const methods[] = {"support_resistance", "swing_point", "atr"};
    expect("method", w[0], methods[static_cast<int>(proposal(world).technical.method)]);
  });
  say.check("the plan warns: {...}", [](World& world, Words w) {
    for (const std::string& warning : proposal(world).warnings) {
      if (warning.find(w[0]) != std::string::npos) return;
    }
    throw Fault("no such warning");
  });
  say.check("the plan is {}", [](World& world, Words w) {
    const char* const names[] = {"DRAFT", "VALIDATED", "EXECUTED", "EXPIRED", "REJECTED"};
    const auto found = world.state().plans.find(world.plan);
    if (found == world.state().plans.end()) throw Fault("there is no such plan any more");
    expect("plan", w[0], names[static_cast<int>(found->second.status)]);
  });
}

const Proof& proof(const World& world) {
  if (world.followed().proofs.empty()) throw Fault("there is no proof");
  return world.followed().proofs.back();
}

void proofs(Language& say) {
  say.check("the proof says {} by {}", [](World& world, Words w) {
    const char* const reasons[] = {"STOP", "TARGET", "MANUAL", "DETACHED", "EXTERNAL"};
    expect("reason", w[0], reasons[static_cast<int>(proof(world).reason)]);
    expect("actor", w[1], proof(world).actor == ExitActor::VENUE ? "VENUE" : "SERVER");
  });
  say.check("the proof names tick {} / {}", [](World& world, Words w) {
    if (!proof(world).trigger) throw Fault("the proof names no tick");
    expect("bid", w[0], proof(world).trigger->bid.value);
    expect("ask", w[1], proof(world).trigger->ask.value);
  });
  say.check("the proof names level {} average {} and slippage {}", [](World& world, Words w) {
    expect("level", w[0], proof(world).level.value);
    expect("average", w[1], proof(world).average.value_or(Price{}).value);
    expect("slippage", w[2], proof(world).slippage.value_or(Price{}).value);
  });
  say.check("the proof names the {}",
            [](World& world, Words w) { expect("order", world.order_named(w[0]), proof(world).client_id); });
  say.check("the proof names every step", [](World& world, Words) {
    const Proof& one = proof(world);
    if (!one.trigger || !one.decided_at || !one.committed_at || !one.sent_at || !one.answered_at || !one.filled_at ||
        !one.known_at) {
      throw Fault("a step is missing");
    }
    if (!(*one.decided_at <= *one.committed_at && *one.committed_at <= *one.sent_at &&
          *one.sent_at <= *one.answered_at)) {
      throw Fault("the steps are out of order");
    }
  });
  say.check("there is no proof", [](World& world, Words) {
    if (!world.followed().proofs.empty()) throw Fault("there is one");
  });
  say.check("there are {} proofs",
            [](World& world, Words w) { expect("proofs", w[0], std::to_string(world.followed().proofs.size())); });
}

}  // namespace

void teach_reports(Language& say) {
  answers(say);
  validation(say);
  plan(say);
  proofs(say);
}

}  // namespace robson::scenario
