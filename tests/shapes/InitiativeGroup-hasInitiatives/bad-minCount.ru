# expect: InitiativeGroup-hasInitiatives MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>

DELETE WHERE { <project/1-2/initiative/1-1> ?property ?value }
