<#-- One line for each part: group:artifact version: licence (name, address). license-maven-plugin fills it in. -->
The parts of Kata GPU Wizard made by others, with their licences. A package holds the Java runtime of the OpenJDK besides
(GPL-2.0-only WITH Classpath-exception-2.0; its notices are in the runtime's folder "legal").

<#list dependencyMap as part>
<#assign project = part.getKey()/>
${project.groupId}:${project.artifactId} ${project.version}: <#list part.getValue() as licence>${licence}<#sep>, </#list> (${project.name}, ${project.url!"no address"})
</#list>
