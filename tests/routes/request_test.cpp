#include "routes/request.hpp"

#include <gtest/gtest.h>

#include "routes/csv.hpp"
#include "routes/failures.hpp"
#include "routes/idempotency.hpp"
#include "wire/operation.hpp"

namespace robson::routes {
namespace {
using namespace literals;

net::Request asking(std::string query) {
  return {.path = "/", .query = std::move(query)};
}
Exchange with_body(std::string body) {
  Exchange exchange;
  exchange.request.body = std::move(body);
  return exchange;
}

TEST(Csv, text_that_a_spreadsheet_would_reckon_is_quoted_away) {
  Csv csv;
  csv.text("=1+1").text("+1").text("-1").text("@sum").text("\tx").text("plain").end_row();
  EXPECT_EQ(csv.take(), "'=1+1,'+1,'-1,'@sum,'\tx,plain\r\n");
}

TEST(Csv, commas_quotes_and_line_ends_stand_in_quotes) {
  Csv csv;
  csv.text("a,b").text("say \"no\"").text("two\r\nlines").text("").end_row();
  EXPECT_EQ(csv.take(), "\"a,b\",\"say \"\"no\"\"\",\"two\r\nlines\",\r\n");
}

TEST(Csv, figures_keep_their_sign_and_unknown_ones_are_empty) {
  Csv csv;
  csv.figure("-1.50"_d).figure(std::optional<json::Fixed>{}).figure(json::Fixed{"-2.5"_d, 2}).end_row();
  EXPECT_EQ(csv.take(), "-1.5,,-2.50\r\n");
}

TEST(Failures, a_code_has_one_status) {
  EXPECT_EQ(status_of("UNKNOWN_PLAN"), 404);
  EXPECT_EQ(status_of("PLAN_EXPIRED"), 409);
  EXPECT_EQ(status_of("VERSION_CONFLICT"), 409);
  EXPECT_EQ(status_of("KILL_SWITCH_ON"), 409);
  EXPECT_EQ(status_of("JOURNAL_FAILED"), 503);
  EXPECT_EQ(status_of("STOP_NOT_TECHNICAL"), 422);
  EXPECT_EQ(status_of("A_RULE_OF_TOMORROW"), 422);
}

TEST(Failures, a_refusal_names_its_field) {
  const Failure failure =
      failure_of(engine::Rejection{"OFF_TICK", "The stop must be a multiple of 0.01.", "stop_price"});
  EXPECT_EQ(failure.status, 422);
  EXPECT_EQ(failure.field, "stop_price");
  EXPECT_FALSE(failure_of(engine::Rejection{"NOT_PAUSED", "Trading is not paused.", ""}).field);
}

TEST(Idempotency, a_key_is_1_to_200_printable_characters) {
  EXPECT_TRUE(is_key("a"));
  EXPECT_TRUE(is_key("4f9c 2b~"));
  EXPECT_TRUE(is_key(std::string(200, 'k')));
  EXPECT_FALSE(is_key(""));
  EXPECT_FALSE(is_key(std::string(201, 'k')));
  EXPECT_FALSE(is_key(" a"));
  EXPECT_FALSE(is_key("a\n"));
  EXPECT_FALSE(is_key("sch\xc3\xb6n"));
}

TEST(Idempotency, what_may_be_tried_again_is_not_kept) {
  EXPECT_TRUE(is_final(200));
  EXPECT_TRUE(is_final(201));
  EXPECT_TRUE(is_final(422));
  EXPECT_FALSE(is_final(429));
  EXPECT_FALSE(is_final(500));
  EXPECT_FALSE(is_final(503));
}

TEST(Request, an_amount_is_above_zero_and_bounded) {
  EXPECT_TRUE(positive("quantity", "0.00000001"_d));
  EXPECT_TRUE(positive("capital", "1000000000000"_d));
  EXPECT_EQ(positive("capital", "1000000000000.01"_d).error().field, "capital");
  EXPECT_FALSE(positive("quantity", "0"_d));
  EXPECT_FALSE(positive("quantity", "-1"_d));
  EXPECT_FALSE(*positive("quantity", std::optional<Decimal>{}));
}

TEST(Request, a_date_as_an_end_is_its_whole_day) {
  EXPECT_EQ(**time_parameter(asking("to=2025-12-31"), "to", true), *parse_time("2026-01-01T00:00:00Z"));
  EXPECT_EQ(**time_parameter(asking("to=2025-12-31T09:30:00Z"), "to", true), *parse_time("2025-12-31T09:30:00Z"));
  EXPECT_EQ(**time_parameter(asking("from=2025-12-31"), "from"), *parse_time("2025-12-31T00:00:00Z"));
  EXPECT_EQ(time_parameter(asking("from=today"), "from").error().field, "from");
  EXPECT_FALSE(*time_parameter(asking(""), "from"));
}

TEST(Request, words_are_spelled_as_the_document_spells_them) {
  EXPECT_EQ(**word_parameter<OrderPurpose>(asking("purpose=STOP"), "purpose"), OrderPurpose::STOP);
  const auto wrong = word_parameter<OrderPurpose>(asking("purpose=stop"), "purpose");
  EXPECT_EQ(wrong.error().detail, "purpose must be one of ENTRY, STOP, TARGET, EXIT.");
}

TEST(Request, a_body_may_be_missing_only_where_that_is_said) {
  EXPECT_TRUE(body_of<wire::CloseRequest>(with_body(""), true));
  EXPECT_FALSE(body_of<wire::CloseRequest>(with_body("")));
  EXPECT_EQ(body_of<wire::CloseRequest>(with_body(R"({"all":true})"), true).error().field, "all");
  EXPECT_EQ(body_of<wire::StopRequest>(with_body("{}")).error().field, "stop_price");
  EXPECT_EQ(body_of<wire::StopRequest>(with_body(R"({"stop_price":"1e3"})")).error().status, 400);
}

TEST(Request, patience_has_a_bound) {
  EXPECT_EQ(*patience({}), Duration(std::chrono::seconds(3)));
  EXPECT_EQ(*patience(0), Duration{});
  EXPECT_EQ(*patience(10'000), Duration(std::chrono::seconds(10)));
  EXPECT_EQ(patience(10'001).error().field, "wait_ms");
  EXPECT_FALSE(patience(-1));
}

TEST(Request, csv_is_asked_for_by_format_or_accept) {
  EXPECT_TRUE(*wants_csv(asking("format=csv")));
  net::Request by_header = asking("");
  by_header.headers.add("Accept", "text/csv");
  EXPECT_TRUE(*wants_csv(by_header));
  by_header.query = "format=json";
  EXPECT_FALSE(*wants_csv(by_header));
  EXPECT_FALSE(wants_csv(asking("format=xml")));
}

}  // namespace
}  // namespace robson::routes
