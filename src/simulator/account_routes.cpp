// What an account is and has, and the few /sapi calls that client libraries make before they trade.
#include "simulator/api.hpp"
#include "simulator/json_text.hpp"

namespace robson::simulator {
namespace {

void add_rates(Object& to, std::string_view key, const CommissionRates& rates) {
  Object(to.member(key))
      .amount("maker", rates.maker)
      .amount("taker", rates.taker)
      .amount("buyer", Decimal{})
      .amount("seller", Decimal{})
      .close();
}

std::int64_t basis_points(Decimal rate) {
  return static_cast<std::int64_t>(rate.units() * 10'000 / Decimal::integer(1).units());
}

Answer account(Call& call) {
  const bool omit_zeros = call.parameters.flag("omitZeroBalances").value_or(false);
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  const auto view = call.market.exchange().account(call.account);
  if (!view) return Unexpected(ApiError{});
  std::string out;
  Object object(out);
  object.number("makerCommission", basis_points(view->rates.maker))
      .number("takerCommission", basis_points(view->rates.taker))
      .number("buyerCommission", 0)
      .number("sellerCommission", 0);
  add_rates(object, "commissionRates", view->rates);
  object.flag("canTrade", true)
      .flag("canWithdraw", false)
      .flag("canDeposit", true)
      .flag("brokered", false)
      .flag("requireSelfTradePrevention", false)
      .flag("preventSor", false)
      .time("updateTime", view->updated)
      .text("accountType", "SPOT");
  std::vector<Balance> balances = view->balances;
  if (omit_zeros) {
    balances.erase(std::remove_if(balances.begin(), balances.end(),
                                  [](const Balance& each) { return each.free.is_zero() && each.locked.is_zero(); }),
                   balances.end());
  }
  append_array(object.member("balances"), balances, [](std::string& text, const Balance& each) {
    Object(text).text("asset", each.asset).amount("free", each.free).amount("locked", each.locked).close();
  });
  object.raw("permissions", R"(["SPOT"])").number("uid", view->id.value).close();
  return out;
}

Answer commission(Call& call) {
  const auto market = market_of(call, call.parameters.needed_symbol());
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  if (!market) return Unexpected(market.error());
  const auto view = call.market.exchange().account(call.account);
  if (!view) return Unexpected(ApiError{});
  std::string out;
  Object object(out);
  object.text("symbol", (*market)->instrument().symbol.text);
  add_rates(object, "standardCommission", view->rates);
  add_rates(object, "specialCommission", {Decimal{}, Decimal{}});
  add_rates(object, "taxCommission", {Decimal{}, Decimal{}});
  Object(object.member("discount"))
      .flag("enabledForAccount", false)
      .flag("enabledForSymbol", false)
      .null("discountAsset")
      .amount("discount", Decimal{})
      .close();
  object.close();
  return out;
}

Answer order_counts(Call& call) {
  const auto counts = call.weights.orders(call.account, call.wall);
  const auto& limits = call.weights.limits();
  std::string out = "[";
  Object(out)
      .text("rateLimitType", "ORDERS")
      .text("interval", "SECOND")
      .number("intervalNum", 10)
      .number("limit", limits.orders_ten_seconds)
      .number("count", counts.ten_seconds)
      .close();
  out += ',';
  Object(out)
      .text("rateLimitType", "ORDERS")
      .text("interval", "DAY")
      .number("intervalNum", 1)
      .number("limit", limits.orders_day)
      .number("count", counts.day)
      .close();
  return out + "]";
}

Answer key_restrictions(Call& call) {
  std::string out;
  Object(out)
      .flag("ipRestrict", false)
      .time("createTime", call.key_created)
      .flag("enableReading", true)
      .flag("enableSpotAndMarginTrading", call.permission != KeyPermission::read)
      .flag("enableWithdrawals", call.permission == KeyPermission::withdraw)
      .flag("enableInternalTransfer", false)
      .flag("enableMargin", false)
      .flag("enableFutures", false)
      .flag("permitsUniversalTransfer", false)
      .flag("enableVanillaOptions", false)
      .flag("enableFixApiTrade", false)
      .flag("enableFixReadOnly", false)
      .flag("enablePortfolioMarginTrading", false)
      .close();
  return out;
}

// Every asset that is traded or held. No networks: coins cannot be moved in or out.
Answer coins(Call& call) {
  const auto view = call.market.exchange().account(call.account);
  std::map<std::string, Balance> assets;
  for (const SymbolRules& rules : call.market.exchange().all_rules()) {
    assets[rules.instrument.base];
    assets[rules.instrument.quote];
  }
  for (const Balance& balance : view->balances) assets[balance.asset] = balance;
  std::string out;
  append_array(out, assets, [](std::string& text, const std::pair<const std::string, Balance>& each) {
    Object(text)
        .text("coin", each.first)
        .flag("depositAllEnable", false)
        .flag("withdrawAllEnable", false)
        .text("name", each.first)
        .amount("free", each.second.free)
        .amount("locked", each.second.locked)
        .amount("freeze", Decimal{})
        .amount("withdrawing", Decimal{})
        .amount("ipoing", Decimal{})
        .amount("ipoable", Decimal{})
        .amount("storage", Decimal{})
        .flag("isLegalMoney", false)
        .flag("trading", true)
        .raw("networkList", "[]")
        .close();
  });
  return out;
}

Answer trade_fees(Call& call) {
  const auto one = call.parameters.symbol();
  if (call.parameters.fault()) return Unexpected(*call.parameters.fault());
  if (one && call.market.find(*one) == nullptr) return Unexpected(no_such_symbol());
  const auto view = call.market.exchange().account(call.account);
  auto rules = call.market.exchange().all_rules();
  if (one) {
    rules.erase(std::remove_if(rules.begin(), rules.end(),
                               [&](const SymbolRules& each) { return each.instrument.symbol != *one; }),
                rules.end());
  }
  std::string out;
  append_array(out, rules, [&](std::string& text, const SymbolRules& each) {
    Object(text)
        .text("symbol", each.instrument.symbol.text)
        .text("makerCommission", view->rates.maker.text())
        .text("takerCommission", view->rates.taker.text())
        .close();
  });
  return out;
}

Answer system_status(Call&) {
  return std::string(R"({"status":0,"msg":"normal"})");
}

}  // namespace

void add_account_endpoints(Endpoints& to) {
  using net::Method;
  constexpr auto with = Access::signature;
  to.push_back({Method::GET, "/api/v3/account", "account.status", with, fixed_weight<20>, account});
  to.push_back({Method::GET, "/api/v3/account/commission", "account.commission", with, fixed_weight<20>, commission});
  to.push_back(
      {Method::GET, "/api/v3/rateLimit/order", "account.rateLimits.orders", with, fixed_weight<40>, order_counts});
  to.push_back({Method::GET, "/sapi/v1/account/apiRestrictions", "", with, fixed_weight<1>, key_restrictions});
  to.push_back({Method::GET, "/sapi/v1/capital/config/getall", "", with, fixed_weight<10>, coins});
  to.push_back({Method::GET, "/sapi/v1/asset/tradeFee", "", with, fixed_weight<1>, trade_fees});
  to.push_back({Method::GET, "/sapi/v1/system/status", "", Access::open, fixed_weight<1>, system_status});
}

}  // namespace robson::simulator
