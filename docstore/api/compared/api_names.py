"""The names of all APIs of Elasticsearch 9, by namespace; those without one are methods of the client itself."""

from __future__ import annotations

_NAMES = {
    "": """
bulk cancel_reindex capabilities clear_scroll close_point_in_time count create delete delete_by_query delete_by_query_rethrottle
delete_script exists exists_source explain field_caps get get_reindex get_script get_script_context get_script_languages
get_source health_report index info knn_search list_reindex mget msearch msearch_template mtermvectors open_point_in_time ping
put_script rank_eval reindex reindex_rethrottle render_search_template scripts_painless_execute scroll search search_mvt
search_shards search_template terms_enum termvectors update update_by_query update_by_query_rethrottle
""",
    "_internal": """
delete_desired_balance delete_desired_nodes get_desired_balance get_desired_nodes prevalidate_node_removal update_desired_nodes
""",
    "async_search": "delete get status submit",
    "autoscaling": "delete_autoscaling_policy get_autoscaling_capacity get_autoscaling_policy put_autoscaling_policy",
    "cat": """
aliases allocation circuit_breaker component_templates count fielddata health help indices master ml_data_frame_analytics
ml_datafeeds ml_jobs ml_trained_models nodeattrs nodes pending_tasks plugins recovery repositories segments shards snapshots tasks
templates thread_pool transforms
""",
    "ccr": """
delete_auto_follow_pattern follow follow_info follow_stats forget_follower get_auto_follow_pattern pause_auto_follow_pattern
pause_follow put_auto_follow_pattern resume_auto_follow_pattern resume_follow stats unfollow
""",
    "cluster": """
allocation_explain delete_component_template delete_voting_config_exclusions exists_component_template get_component_template
get_settings health info pending_tasks post_voting_config_exclusions put_component_template put_settings remote_info reroute state
stats
""",
    "connector": """
check_in delete get last_sync list post put secret_delete secret_get secret_post secret_put sync_job_cancel sync_job_check_in
sync_job_claim sync_job_delete sync_job_error sync_job_get sync_job_list sync_job_post sync_job_update_stats
update_active_filtering update_api_key_id update_configuration update_error update_features update_filtering
update_filtering_validation update_index_name update_name update_native update_pipeline update_scheduling update_service_type
update_status
""",
    "dangling_indices": "delete_dangling_index import_dangling_index list_dangling_indices",
    "encryption": "reset",
    "enrich": "delete_policy execute_policy get_policy put_policy stats",
    "eql": "delete get get_status search",
    "esql": """
async_query async_query_delete async_query_get async_query_stop delete_data_source delete_dataset delete_view get_data_source
get_dataset get_query get_view list_queries put_data_source put_dataset put_view query
""",
    "features": "get_features reset_features",
    "fleet": "delete_secret get_secret global_checkpoints msearch post_secret search",
    "graph": "explore",
    "ilm": """
delete_lifecycle explain_lifecycle get_lifecycle get_status migrate_to_data_tiers move_to_step put_lifecycle remove_policy retry
start stop
""",
    "indices": """
add_block analyze cancel_migrate_reindex clear_cache clone close create create_data_stream create_from data_streams_stats delete
delete_alias delete_data_lifecycle delete_data_stream delete_data_stream_options delete_index_template delete_template disk_usage
downsample exists exists_alias exists_index_template exists_template explain_data_lifecycle field_usage_stats flush forcemerge get
get_alias get_data_lifecycle get_data_lifecycle_stats get_data_stream get_data_stream_mappings get_data_stream_options
get_data_stream_settings get_field_mapping get_index_template get_mapping get_migrate_reindex_status get_settings get_template
migrate_reindex migrate_to_data_stream modify_data_stream open promote_data_stream put_alias put_data_lifecycle
put_data_stream_mappings put_data_stream_options put_data_stream_settings put_index_template put_mapping put_settings put_template
recovery refresh reload_search_analyzers remove_block resolve_cluster resolve_index rollover segments shard_stores shrink
simulate_index_template simulate_template split stats update_aliases validate_query
""",
    "inference": """
chat_completion_unified completion delete delete_region_policy embedding get get_region_policy inference put put_ai21
put_alibabacloud put_amazonbedrock put_amazonsagemaker put_anthropic put_azureaistudio put_azureopenai put_cohere put_contextualai
put_custom put_deepseek put_elasticsearch put_elser put_fireworksai put_googleaistudio put_googlevertexai put_groq
put_hugging_face put_jinaai put_llama put_mistral put_nvidia put_openai put_openshift_ai put_region_policy put_voyageai
put_watsonx rerank sparse_embedding stream_completion text_embedding update
""",
    "ingest": """
delete_geoip_database delete_ip_location_database delete_pipeline geo_ip_stats get_geoip_database get_ip_location_database
get_pipeline processor_grok put_geoip_database put_ip_location_database put_pipeline simulate
""",
    "license": "delete get get_basic_status get_trial_status post post_start_basic post_start_trial",
    "logstash": "delete_pipeline get_pipeline put_pipeline",
    "migration": "deprecations get_feature_upgrade_status post_feature_upgrade",
    "ml": """
clear_trained_model_deployment_cache close_job delete_calendar delete_calendar_event delete_calendar_job
delete_data_frame_analytics delete_datafeed delete_expired_data delete_filter delete_forecast delete_job delete_model_snapshot
delete_trained_model delete_trained_model_alias estimate_model_memory evaluate_data_frame explain_data_frame_analytics flush_job
forecast get_buckets get_calendar_events get_calendars get_categories get_data_frame_analytics get_data_frame_analytics_stats
get_datafeed_stats get_datafeeds get_filters get_influencers get_job_stats get_jobs get_memory_stats
get_model_snapshot_upgrade_stats get_model_snapshots get_overall_buckets get_records get_trained_models get_trained_models_stats
infer_trained_model info open_job post_calendar_events post_data preview_data_frame_analytics preview_datafeed put_calendar
put_calendar_job put_data_frame_analytics put_datafeed put_filter put_job put_trained_model put_trained_model_alias
put_trained_model_definition_part put_trained_model_vocabulary reset_job revert_model_snapshot set_upgrade_mode
start_data_frame_analytics start_datafeed start_trained_model_deployment stop_data_frame_analytics stop_datafeed
stop_trained_model_deployment update_data_frame_analytics update_datafeed update_filter update_job update_model_snapshot
update_trained_model_deployment upgrade_job_snapshot validate validate_detector
""",
    "monitoring": "bulk",
    "nodes": """
clear_repositories_metering_archive get_repositories_metering_info hot_threads info reload_secure_settings stats usage
""",
    "profiling": "flamegraph stacktraces status topn_functions",
    "project": "create_many_routing create_routing delete_routing get_many_routing get_routing tags",
    "query_rules": "delete_rule delete_ruleset get_rule get_ruleset list_rulesets put_rule put_ruleset test",
    "rollup": "delete_job get_jobs get_rollup_caps get_rollup_index_caps put_job rollup_search start_job stop_job",
    "search_application": """
delete delete_behavioral_analytics get get_behavioral_analytics list post_behavioral_analytics_event put put_behavioral_analytics
render_query search
""",
    "searchable_snapshots": "cache_stats clear_cache mount stats",
    "security": """
activate_user_profile authenticate bulk_delete_role bulk_put_role bulk_update_api_keys change_password clear_api_key_cache
clear_cached_privileges clear_cached_realms clear_cached_roles clear_cached_service_tokens clone_api_key create_api_key
create_cross_cluster_api_key create_service_token delegate_pki delete_privileges delete_role delete_role_mapping
delete_service_token delete_user disable_user disable_user_profile enable_user enable_user_profile enroll_kibana enroll_node
get_api_key get_builtin_privileges get_privileges get_role get_role_mapping get_service_accounts get_service_credentials
get_settings get_stats get_token get_user get_user_privileges get_user_profile grant_api_key has_privileges
has_privileges_user_profile invalidate_api_key invalidate_token oidc_authenticate oidc_logout oidc_prepare_authentication
put_privileges put_role put_role_mapping put_user query_api_keys query_role query_user saml_authenticate saml_complete_logout
saml_invalidate saml_logout saml_prepare_authentication saml_service_provider_metadata suggest_user_profiles update_api_key
update_cross_cluster_api_key update_settings update_user_profile_data
""",
    "shutdown": "delete_node get_node put_node",
    "simulate": "ingest",
    "slm": """
delete_lifecycle execute_lifecycle execute_retention get_lifecycle get_stats get_status put_lifecycle start stop
""",
    "snapshot": """
cleanup_repository clone create create_repository delete delete_repository get get_repository repository_analyze
repository_verify_integrity restore status verify_repository
""",
    "sql": "clear_cursor delete_async get_async get_async_status query translate",
    "ssl": "certificates",
    "streams": "logs_disable logs_enable status",
    "synonyms": """
delete_synonym delete_synonym_rule get_synonym get_synonym_rule get_synonyms_sets put_synonym put_synonym_rule
""",
    "tasks": "cancel get list",
    "text_structure": "find_field_structure find_message_structure find_structure test_grok_pattern",
    "transform": """
delete_transform get_node_stats get_transform get_transform_stats preview_transform put_transform reset_transform
schedule_now_transform set_upgrade_mode start_transform stop_transform update_transform upgrade_transforms
""",
    "watcher": """
ack_watch activate_watch deactivate_watch delete_watch execute_watch get_settings get_watch put_watch query_watches start stats
stop update_settings
""",
    "xpack": "info usage",
}

API_NAMES: dict[str, tuple[str, ...]] = {
    namespace: tuple(f"{namespace}.{name}" if namespace else name for name in names.split()) for namespace, names in _NAMES.items()
}
"""Full names (``indices.create``) by namespace."""
