#include "client/failure.hpp"

#include <gtest/gtest.h>

namespace robson::client {
namespace {

using net::NetError;
using net::NetErrorKind;

net::Reply reply(int status, std::string body) {
  return {.status = status, .headers = {}, .body = std::move(body)};
}

TEST(Failure, each_status_means_one_thing) {
  const std::vector<std::pair<int, Cause>> table = {
      {400, Cause::invalid}, {401, Cause::login_needed}, {403, Cause::refused},    {404, Cause::not_found},
      {405, Cause::invalid}, {409, Cause::refused},      {422, Cause::invalid},    {429, Cause::busy},
      {500, Cause::failed},  {503, Cause::failed},       {502, Cause::unreachable}};
  for (const auto& [status, cause] : table) EXPECT_EQ(failure(reply(status, ""), "http://x").cause, cause) << status;
}

TEST(Failure, a_problem_document_is_told_with_its_code_field_and_correlation_id) {
  const std::string body =
      R"({"type":"about:blank","title":"Unprocessable","status":422,"code":"OUT_OF_RANGE","detail":"1 to 1000.",)"
      R"("field":"limit","correlation_id":"c-7","retry_after":3,"new_member":1})";
  const Error error = failure(reply(422, body), "http://x");
  EXPECT_EQ(error.text, "1 to 1000. (limit)");
  EXPECT_EQ(error.code, "OUT_OF_RANGE");
  EXPECT_EQ(error.correlation_id, "c-7");
  EXPECT_EQ(error.retry_after, std::chrono::seconds(3));
  EXPECT_EQ(error.document, body);
}

TEST(Failure, a_connection_that_cannot_be_made_says_where_and_why) {
  const NetError broken{.kind = NetErrorKind::connect, .text = "127.0.0.1:8080: Connection refused"};
  const Error error = failure(broken, "http://127.0.0.1:8080", false);
  EXPECT_EQ(error.cause, Cause::unreachable);
  EXPECT_EQ(error.text, "cannot reach http://127.0.0.1:8080: connection refused");
}

TEST(Failure, a_change_without_an_answer_is_unknown_and_a_question_is_not) {
  const NetError broken{.kind = NetErrorKind::timeout, .text = "late", .maybe_sent = true};
  EXPECT_EQ(failure(broken, "http://x", true).cause, Cause::outcome_unknown);
  EXPECT_EQ(failure(broken, "http://x", false).cause, Cause::unreachable);
  const NetError unsent{.kind = NetErrorKind::timeout, .text = "late", .maybe_sent = false};
  EXPECT_EQ(failure(unsent, "http://x", true).cause, Cause::unreachable);
}

TEST(Failure, what_speaks_no_http_is_no_robson_server) {
  EXPECT_EQ(failure(NetError{.kind = NetErrorKind::protocol, .text = "x: bad status line"}, "http://x", false).cause,
            Cause::bad_answer);
  EXPECT_EQ(failure(NetError{.kind = NetErrorKind::too_large, .text = ""}, "http://x", false).cause, Cause::bad_answer);
}

}  // namespace
}  // namespace robson::client
