#include <fmt/format.h>

#include "cli/views/bots.hpp"
#include "cli/views/fields.hpp"

namespace robson::cli {
namespace {

std::string cut_note(const json::Value& history) {
  return is_true(history, "truncated") ? "The oldest points are left out.\n" : "";
}

}  // namespace

std::string pnl_view(const json::Value& history, const Look& look) {
  std::string text = fields_table(rows_at(history, "data_points"),
                                  {{"TIME (UTC)", "timestamp", Form::time},
                                   {"TOTAL", "total_pnl", Form::gain},
                                   {"REALIZED", "realized_pnl", Form::gain},
                                   {"UNREALIZED", "unrealized_pnl", Form::gain},
                                   {"FUNDING", "funding_pnl", Form::gain, true},
                                   {"PRICE", "position_pnl", Form::gain, true}},
                                  "No points in that period.", look);
  if (!look.headings) return text;
  text += cut_note(history);
  const json::Value* summary = member_of(history, "summary");
  if (summary == nullptr) return text;
  text += fmt::format("\nPeriod {}: {} positions closed, {} won, {} each\n", text_at(history, "period"),
                      text_at(*summary, "trades"), field_text(*summary, {"", "win_rate", Form::percent}, look.style),
                      field_text(*summary, {"", "avg_pnl_per_trade", Form::gain}, look.style));
  return text;
}

std::string metrics_view(const json::Value& history, const Look& look) {
  std::string text = fields_table(rows_at(history, "data_points"),
                                  {{"TIME (UTC)", "timestamp", Form::time},
                                   {"FIRST", "first", Form::figure},
                                   {"LAST", "last", Form::figure},
                                   {"MIN", "min", Form::figure},
                                   {"MAX", "max", Form::figure},
                                   {"MEAN", "avg", Form::figure},
                                   {"SAMPLES", "count", Form::text, true}},
                                  "No points in that period.", look);
  return look.headings ? text + cut_note(history) : text;
}

std::string bot_trades_table(const json::Value& trades, const Look& look) {
  return fields_table(rows_at(trades, "trades"),
                      {{"TIME (UTC)", "at", Form::time},
                       {"POSITION", "position_id"},
                       {"ASSET", "asset"},
                       {"LEG", "leg"},
                       {"ACTION", "action"},
                       {"SIDE", "side"},
                       {"QUANTITY", "quantity", Form::figure},
                       {"PRICE", "price", Form::dollars},
                       {"VALUE", "value_usd", Form::dollars},
                       {"FEE", "fee_usd", Form::dollars, true},
                       {"P&L", "realized_pnl_usd", Form::gain}},
                      "No trades in that period.", look);
}

std::string bot_funding_view(const json::Value& funding, const Look& look) {
  std::string text = fields_table(rows_at(funding, "payments"),
                                  {{"TIME (UTC)", "at", Form::time},
                                   {"POSITION", "position_id"},
                                   {"ASSET", "asset"},
                                   {"RATE", "funding_rate", Form::text, true},
                                   {"RECEIVED RATE", "funding_received_rate"},
                                   {"NOTIONAL", "notional_usd", Form::dollars, true},
                                   {"AMOUNT", "amount_usd", Form::gain}},
                                  "No payments in that period.", look);
  const json::Value* summary = member_of(funding, "summary");
  if (!look.headings || summary == nullptr) return text;
  return text + fmt::format("\nPeriod {}: received {}, paid {}, net {} in {} payments\n", text_at(funding, "period"),
                            field_text(*summary, {"", "received_usd", Form::dollars}, look.style),
                            field_text(*summary, {"", "paid_usd", Form::dollars}, look.style),
                            field_text(*summary, {"", "net_usd", Form::gain}, look.style),
                            text_at(*summary, "payments"));
}

}  // namespace robson::cli
